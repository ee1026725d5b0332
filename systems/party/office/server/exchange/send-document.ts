/** Sends a sealed document to the units it is meant for: one delivery each, and one text, file and attachments as they were sealed for all of them. */
import { newId } from '../../../../../kernel/ids.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { delivery } from '../../registers/delivery.ts';
import { deliveryText } from '../../registers/delivery-text.ts';
import { readDepartments } from '../department-list.ts';
import { digestFiles } from '../digest-files.ts';
import { officialOf } from '../outgoing/official-of.ts';
import type { Followed } from '../outgoing/step.ts';
import { tellUnits } from '../tell-units.ts';

type Sending = Pick<Followed, 'row' | 'principal' | 'work' | 'services'>;

interface Addressed {
  readonly receiver: string;
  readonly kind: string;
  readonly resent?: boolean;
}

export async function deliver(
  { row, principal, work, services }: Sending,
  addressed: readonly Addressed[],
): Promise<void> {
  const content = await officialOf(services, work.db, row);
  const common = {
    title: row.title,
    number: row.documentNumber,
    urgency: row.urgency,
    sender: row.issuer ?? '',
    status: 'sent',
    sentAt: work.now.toISOString(),
    document: row.id,
    text: newId(),
  };
  const registry = services.use(registers);
  // What was sent does not change with the sender's row.
  const { sealedFile, attachments } = row;
  const digests = await digestFiles(services, [...(sealedFile ?? []), ...(attachments ?? [])]);
  const { text: id, sender } = common;
  await registry
    .of(deliveryText)
    .trusted.insertMany(work, principal.id, [
      { id, document: row.id, sender, content, sealedFile, attachments, digests },
    ]);
  const made = addressed.map((each) => ({ ...common, ...each }));
  await registry.of(delivery).trusted.insertMany(work, principal.id, made);
  services.use(access).audit(work, principal, {
    module: 'office',
    event: 'export',
    objectType: 'office.outgoing',
    objectId: row.id,
    result: 'success',
    detail: { deliveries: made.length },
  });
  const without = await tellUnits(
    services,
    work,
    { permission: 'office:receive', units: made.map(({ receiver }) => receiver) },
    {
      kind: 'to-do',
      title: row.urgency === null ? '有来文待签收' : '有急件待签收',
      body: `《${row.title}》已送达你单位。`,
      link: '/office/incoming',
    },
  );
  if (without > 0)
    await services.use(messages).send(work, {
      to: [principal.id],
      kind: 'notice',
      title: '有单位没有签收人',
      body: `《${row.title}》送达 ${made.length} 个单位，其中 ${without} 个单位没有签收人，请另行通知。`,
      link: `/office/documents/${row.id}`,
    });
}

export async function sendDocument(followed: Followed): Promise<void> {
  const { row, services } = followed;
  const main = readDepartments(services, row.deliverTo) ?? [];
  const copies = (readDepartments(services, row.copyTo) ?? []).filter((unit) => !main.includes(unit));
  await deliver(followed, [
    ...main.map((receiver) => ({ receiver, kind: 'main' })),
    ...copies.map((receiver) => ({ receiver, kind: 'copy' })),
  ]);
}
