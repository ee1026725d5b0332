/** What a receipt does: the incoming document takes over what was sent, and the delivery is settled with it. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { nameInList } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import type { incomingDocument } from '../../document/incoming-document.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { delivery } from '../../registers/delivery.ts';
import { deliveryText } from '../../registers/delivery-text.ts';
import { departmentName } from '../department-list.ts';
import { digestFiles, type FileDigest } from '../digest-files.ts';

export type Delivery = Row<typeof delivery>;

export interface Acting {
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

export interface Side {
  readonly permission: 'office:receive' | 'office:distribute';
  readonly side: 'sender' | 'receiver';
  readonly verb: string;
}

const receiving: Side = { permission: 'office:receive', side: 'receiver', verb: '重复签收' };

/** Locked and still under way; throws for everybody else's and for one that is settled. */
export async function lockOpen(acting: Acting, id: string, side: Side): Promise<Delivery> {
  const { principal, work, services } = acting;
  const row = await services.use(registers).of(delivery).trusted.lock(work, id);
  const decision = services.use(access).require(principal, side.permission);
  if (row === undefined || !decisionMatches(decision, { departments: [row[side.side]] }))
    throw commonErrors.missing();
  const { verb } = side;
  if (row.status === 'received')
    throw errors.received({ unit: departmentName(services, row.receiver), verb });
  if (row.status !== 'sent') throw errors.settled({ state: nameInList('delivery-states', row.status), verb });
  return row;
}

export async function settleDelivery(
  acting: Acting,
  row: Delivery,
  values: {
    readonly status: string;
    readonly reason?: string;
    readonly incoming?: string;
    readonly digests?: readonly FileDigest[];
  },
): Promise<void> {
  const { principal, work, services } = acting;
  await services
    .use(registers)
    .of(delivery)
    .trusted.update(work, principal.id, row, {
      ...values,
      settledAt: work.now.toISOString(),
      settledBy: principal.id,
    });
  services.use(access).audit(work, principal, {
    module: 'office',
    event: 'update',
    objectType: 'office.delivery',
    objectId: row.id,
    result: 'success',
    detail: { status: values.status },
  });
}

/** The text of a delivery as it was sealed. */
export async function readText(
  { services, work }: Pick<Acting, 'services'> & { readonly work: Pick<Work, 'db'> },
  id: string,
): Promise<Row<typeof deliveryText> | undefined> {
  const rows = services.use(registers);
  const row = await rows.of(delivery).trusted.find(work.db, id);
  const { trusted } = rows.of(deliveryText);
  if (row?.text != null) return trusted.find(work.db, row.text);
  // Deliveries of before have a text each, which names them.
  const filter = { field: 'delivery', is: 'equal', value: id } as const;
  const [former] = await trusted.findMany(work.db, { filter, limit: 1 });
  return former;
}

export function contentOf(text: Row<typeof deliveryText> | undefined): Readonly<Record<string, unknown>> {
  return (text?.content ?? {}) as Readonly<Record<string, unknown>>;
}

export function digestsOf(text: Row<typeof deliveryText> | undefined): readonly FileDigest[] {
  return (text?.digests ?? []) as readonly FileDigest[];
}

/** What an incoming document takes from its delivery; nobody types it differently. */
export async function takeOver(acting: Acting, id: string): Promise<RowInput<typeof incomingDocument>> {
  const { work, services } = acting;
  const row = await lockOpen(acting, id, receiving);
  const text = await readText(acting, id);
  const document = await services.use(registers).of(outgoingDocument).trusted.find(work.db, row.document);
  return {
    title: row.title,
    source: departmentName(services, row.sender),
    sourceNumber: row.number,
    ...(document === undefined ? {} : { kind: document.kind }),
    urgency: row.urgency,
    receivedOn: shanghaiDate(work.now),
    receiver: row.receiver,
    content: contentOf(text),
    attachments: text?.attachments ?? null,
  };
}

/** The receipt says what was received: every file is read once more, and is what was sent. */
async function receivedDigests(acting: Acting, id: string): Promise<readonly FileDigest[]> {
  const sent = digestsOf(await readText(acting, id));
  const found = await digestFiles(
    acting.services,
    sent.map(({ file }) => file),
  );
  const same = sent.every(({ file, sm3 }) => found.some((one) => one.file === file && one.sm3 === sm3));
  if (!same) throw errors.filesChanged();
  return found;
}

/** In the transaction that opened the incoming document. */
export async function settleReceived(acting: Acting, id: string, incoming: string): Promise<void> {
  const row = await lockOpen(acting, id, receiving);
  await settleDelivery(acting, row, {
    status: 'received',
    incoming,
    digests: await receivedDigests(acting, id),
  });
  await acting.services.use(messages).send(acting.work, {
    to: { permission: 'office:distribute', department: row.sender },
    kind: 'result',
    title: '公文已签收',
    body: `${departmentName(acting.services, row.receiver)}已签收《${row.title}》。`,
    link: `/office/documents/${row.document}`,
  });
}
