/** Sends a sealed document to the units it is meant for: one delivery each, with the text as it was sealed. */
import { newId } from '../../../../../kernel/ids.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { delivery } from '../../registers/delivery.ts';
import { deliveryText } from '../../registers/delivery-text.ts';
import { readDepartments } from '../department-list.ts';
import { officialOf } from '../outgoing/official-of.ts';
import type { Followed } from '../outgoing/step.ts';

export async function sendDocument({ row, principal, work, services }: Followed): Promise<void> {
  const main = readDepartments(services, row.deliverTo) ?? [];
  const copies = (readDepartments(services, row.copyTo) ?? []).filter((unit) => !main.includes(unit));
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
  const rows = [
    ...main.map((receiver) => ({ ...common, kind: 'main', receiver })),
    ...copies.map((receiver) => ({ ...common, kind: 'copy', receiver })),
  ];
  const made = rows.map((each) => ({ id: newId(), ...each }));
  const registry = services.use(registers);
  await registry.of(delivery).trusted.insertMany(work, principal.id, made);
  // What was sent does not change with the sender's row.
  await registry.of(deliveryText).trusted.insertMany(
    work,
    principal.id,
    made.map(({ id, sender }) => ({ delivery: id, sender, content, sealedFile: row.sealedFile })),
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
