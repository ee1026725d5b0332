/** An authorised request becomes a contract, in the transaction of the decision. */
import type { Row } from '../../../../kernel/register.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import type { request } from '../case/request.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { gradeOf, makeAccord, needsAccord } from './accord/make-accord.ts';
import { checkTerms, itemsOf, sharedEntry } from './check-request.ts';
import { isRegister } from './register-shelf.ts';
import { readConditions, readNames } from './read-conditions.ts';

export async function makeAgreement(
  services: Services,
  work: Work,
  row: Row<typeof request>,
  by: string,
): Promise<string> {
  const entry = await sharedEntry(services, work, row.resource);
  checkTerms(services, row, entry, work.now);
  const wanted = new Set(readNames(row.fieldNames));
  const masked = new Set(readNames(row.maskedNames));
  const fields = itemsOf(entry)
    .filter((item) => wanted.size === 0 || wanted.has(item.name))
    .map((item) => ({ name: item.name, title: item.title, masked: masked.has(item.name) }));
  if (row.provider === null || row.consumer === null) throw errors.noResource();
  const target = entry.target ?? '';
  const grade = gradeOf(entry);
  const sealed = needsAccord(services, entry, grade);
  const made = await services
    .use(registers)
    .of(agreement)
    .trusted.insert(work, by, {
      id: newId(),
      number: `HT-${row.number}`,
      resource: entry.id,
      dataset: isRegister(target) ? target : target.slice('dataset:'.length),
      provider: row.provider,
      consumer: row.consumer,
      application: row.application,
      request: row.id,
      basis: row.basis,
      purpose: row.purpose,
      fields,
      rows: readConditions(row.rowConditions) ?? {},
      callsPerDay: row.callsPerDay,
      until: row.until,
      delivery: row.delivery,
      status: sealed ? 'pending' : 'active',
    });
  if (sealed) await makeAccord(services, work, by, { row: made, entry, grade });
  return made.id;
}
