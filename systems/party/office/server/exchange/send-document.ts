/** Sends a sealed document to the units it is meant for: one delivery each, with text, file and attachments as they were sealed. */
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
  };
  const made = addressed.map((each) => ({ id: newId(), ...common, ...each }));
  const registry = services.use(registers);
  await registry.of(delivery).trusted.insertMany(work, principal.id, made);
  // What was sent does not change with the sender's row.
  const { sealedFile, attachments } = row;
  const digests = await digestFiles(services, [...(sealedFile ?? []), ...(attachments ?? [])]);
  await registry.of(deliveryText).trusted.insertMany(
    work,
    principal.id,
    made.map(({ id, sender }) => ({ delivery: id, sender, content, sealedFile, attachments, digests })),
  );
  services.use(access).audit(work, principal, {
    module: 'office',
    event: 'export',
    objectType: 'office.outgoing',
    objectId: row.id,
    result: 'success',
    detail: { deliveries: made.length },
  });
  for (const { receiver } of made) {
    await services.use(messages).send(work, {
      to: { permission: 'office:receive', department: receiver },
      kind: 'to-do',
      title: row.urgency === null ? '有来文待签收' : '有急件待签收',
      body: `《${row.title}》已送达你单位。`,
      link: '/office/incoming',
    });
  }
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
