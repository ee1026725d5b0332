/** 送达: a change goes to each department that may have some of its fields, once, those fields alone, with a receipt; the department that wrote it gets no echo. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { Fact } from '../../card/card.ts';
import { member } from '../../registers/card.ts';
import { change, delivery } from '../../registers/flow.ts';
import { readFields } from '../catalogue.ts';
import { entitledTo } from './entitled.ts';

const Payload = z.object({ change: z.uuid() });
const receiptLength = 12;

function sm3(text: string): string {
  return createHash('sm3').update(text).digest('hex');
}

interface Person {
  readonly member: string;
  readonly name?: string;
  readonly idCard?: string | null;
}

/** Whom the facts are about, in the fields that this department may have: without any it knows only that it is one and the same person. */
function peopleOf(
  facts: readonly Fact[],
  keys: ReadonlySet<string>,
  known: ReadonlyMap<string, { readonly name: string; readonly idCard: string | null }>,
): readonly Person[] {
  const ids = new Set(facts.flatMap((fact) => (fact.member === null ? [] : [fact.member])));
  return [...ids].map((id) => {
    const person = known.get(id);
    return {
      member: id,
      ...(person !== undefined && keys.has('name') ? { name: person.name } : {}),
      ...(person !== undefined && keys.has('idCard') ? { idCard: person.idCard } : {}),
    };
  });
}

export async function deliver(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { change: id } = Payload.parse(event.payload);
  const rows = services.use(registers);
  const row = await rows.of(change).trusted.find(work.db, id);
  if (row === undefined) return;
  const today = shanghaiDate(work.now);
  const fields = await readFields(services, work.db);
  const facts = row.facts as readonly Fact[];
  const ids = [...new Set(facts.flatMap((fact) => (fact.member === null ? [] : [fact.member])))];
  const people =
    ids.length === 0 ? [] : await rows.of(member).trusted.findMany(work.db, { ids, limit: ids.length });
  const known = new Map(people.map((each) => [each.id, each]));
  const entitled = await entitledTo(services, work.db, row.area, fields, today);
  // Worked out from what it is, so that nothing is sent twice.
  const receiptOf = (department: string) =>
    `SD${shanghaiDate(new Date(row.sentAt)).replaceAll('-', '')}-${sm3(`${id} ${department}`).slice(0, receiptLength).toUpperCase()}`;
  const sent = await rows.of(delivery).trusted.findMany(work.db, {
    filter: { field: 'receipt', is: 'one-of', value: [...entitled.keys()].map(receiptOf) },
    limit: entitled.size,
  });
  const has = new Set(sent.map(({ department }) => department));
  for (const [department, keys] of entitled) {
    const own = facts.filter(({ field }) => keys.has(field));
    if (own.length === 0 || department === row.department || has.has(department)) continue;
    await rows.of(delivery).trusted.insert(work, 'village-data', {
      receipt: receiptOf(department),
      department,
      change: id,
      kind: row.kind,
      event: row.event,
      number: row.number,
      area: row.area,
      fields: [...new Set(own.map(({ field }) => field))],
      facts: own,
      people: peopleOf(own, keys, known),
      digest: sm3(JSON.stringify(own)),
      at: work.now.toISOString(),
      seconds: Math.max(0, Math.round((work.now.getTime() - Date.parse(row.sentAt)) / 1000)),
    });
    // One word a day: the list says the rest.
    await services.use(messages).send(work, {
      to: { permission: 'village-data:receive', department },
      kind: 'notice',
      title: '今天有村情变化送达',
      body: '村里采集到与本部门职责有关的变化，请在“送达记录”中签收使用。',
      link: '/village-data/deliveries',
      once: `village-data.delivery ${department} ${today}`,
    });
  }
}
