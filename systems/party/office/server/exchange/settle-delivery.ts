/** 签收, 退回 and 撤回: a delivery is settled once, by whoever is first; what was received cannot be recalled. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { nameInList } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import { incomingDocument } from '../../incoming/incoming-document.ts';
import { outgoingDocument } from '../../outgoing/outgoing-document.ts';
import { delivery } from '../../registers/delivery.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import { departmentName } from '../department-list.ts';

type Delivery = Row<typeof delivery>;

interface Side {
  readonly permission: 'office:receive' | 'office:distribute';
  readonly side: 'sender' | 'receiver';
  readonly verb: string;
}

const receiving: Side = { permission: 'office:receive', side: 'receiver', verb: '签收' };
const returning: Side = { permission: 'office:receive', side: 'receiver', verb: '退回' };
const recalling: Side = { permission: 'office:distribute', side: 'sender', verb: '撤回' };

/** Locked and still under way; throws for everybody else's and for one that is settled. */
async function lockOpen(
  context: Context,
  work: Work,
  id: string,
  { permission, side, verb }: Side,
): Promise<Delivery> {
  const row = await context.use(registers).of(delivery).trusted.lock(work, id);
  const decision = context.use(access).require(context.principal, permission);
  if (row === undefined || !decisionMatches(decision, { departments: [row[side]] }))
    throw commonErrors.missing();
  if (row.status === 'received')
    throw errors.received({
      unit: departmentName(context, row.receiver),
      verb: side === 'receiver' ? '重复签收' : verb,
    });
  if (row.status !== 'sent') throw errors.settled({ state: nameInList('delivery-states', row.status), verb });
  return row;
}

async function settle(
  context: Context,
  work: Work,
  row: Delivery,
  values: { status: string; reason?: string; incoming?: string },
): Promise<void> {
  const { principal } = context;
  await context
    .use(registers)
    .of(delivery)
    .trusted.update(work, principal.id, row, {
      ...values,
      settledAt: work.now.toISOString(),
      settledBy: principal.id,
    });
  context.use(access).audit(work, principal, {
    module: 'office',
    event: 'update',
    objectType: 'office.delivery',
    objectId: row.id,
    result: 'success',
    detail: { status: values.status },
  });
}

export const receiveDelivery: Handler<typeof exchangeRoutes.receive> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockOpen(context, work, id, receiving);
    const document = await context.use(registers).of(outgoingDocument).trusted.find(work.db, row.document);
    const incoming = newId(work.now.getTime());
    const opened = await context.use(flow).open(
      context.principal,
      incomingDocument,
      {
        id: incoming,
        unit: row.receiver,
        values: {
          title: row.title,
          source: departmentName(context, row.sender),
          ...(row.number === null ? {} : { sourceNumber: row.number }),
          ...(document === undefined ? {} : { kind: document.kind }),
          ...(row.urgency === null ? {} : { urgency: row.urgency }),
          receivedOn: shanghaiDate(work.now),
          delivery: row.id,
          content: row.content,
        },
      },
      work,
    );
    await settle(context, work, row, { status: 'received', incoming });
    return { id: incoming, number: opened.number };
  });

export const returnDelivery: Handler<typeof exchangeRoutes.returnDelivery> = async (
  { id, reason },
  context,
) =>
  context.use(store).transaction(async (work) => {
    const row = await lockOpen(context, work, id, returning);
    await settle(context, work, row, { status: 'returned', reason });
    await context.use(messages).send(work, {
      to: { permission: 'office:distribute', department: row.sender },
      kind: 'result',
      title: '公文被退回',
      body: `${departmentName(context, row.receiver)}退回《${row.title}》:${reason}`,
      link: `/office/documents/${row.document}`,
    });
    return { done: true as const };
  });

export const recallDelivery: Handler<typeof exchangeRoutes.recallDelivery> = async (
  { id, reason },
  context,
) =>
  context.use(store).transaction(async (work) => {
    const row = await lockOpen(context, work, id, recalling);
    await settle(context, work, row, { status: 'recalled', reason });
    await context.use(messages).send(work, {
      to: { permission: 'office:receive', department: row.receiver },
      kind: 'notice',
      title: '来文已撤回',
      body: `${departmentName(context, row.sender)}撤回《${row.title}》:${reason}`,
    });
    return { done: true as const };
  });

export const readDelivery: Handler<typeof exchangeRoutes.delivery> = async ({ id }, context) => {
  const row = await context.use(registers).of(delivery).get(context.principal, id);
  const mine = context.principal.departments.includes(row.receiver) ? ('to' as const) : ('from' as const);
  // Who only receives reads a recalled document no more.
  const withdrawn = mine === 'to' && row.status === 'recalled';
  const content = withdrawn ? {} : (row.content as Readonly<Record<string, unknown>>);
  return { state: row.status, mine, content: { ...content } };
};
