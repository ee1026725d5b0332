/** Hears who had something shown and which rows were looked at, measures it, and raises what the rule finds. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { ruleKeys } from '../../data/leak-rules.ts';
import { measureLookers, measureLooks } from '../../detect/measure-looks.ts';
import { judgeHour } from './judge-hour.ts';
import { type Caller, raiseAlert } from './raise-alert.ts';
import { isWatched, termsOf, weeksBefore } from './terms.ts';

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;

interface Looked {
  readonly people: readonly { readonly subject: string; readonly hour: string }[];
  readonly rows: readonly { readonly object: string; readonly row: string; readonly hour: string }[];
}

async function watchPerson(services: Services, work: Work, subject: string, hour: string): Promise<void> {
  const guard = services.use(access);
  const to = new Date(Date.parse(hour) + hourMilliseconds).toISOString();
  const hours = await guard.activity.hours({ subject, from: weeksBefore(services, hour), to });
  const measures = measureLooks(hour, hours, services.use(flow).calendar(), termsOf(services));
  const calls = Number(measures['查看对象数'] ?? 0) + Number(measures['导出次数'] ?? 0);
  const findings = await judgeHour(services, ruleKeys.look, { hour, calls, measures });
  if (findings.size === 0) return;
  const names = await guard.namesOf([subject]);
  const person = await guard.principalOf(subject, work);
  const caller: Caller = {
    kind: 'person',
    id: subject,
    name: names.get(subject) ?? subject,
    consumer: person.departments[0],
  };
  for (const [kind, finding] of findings) await raiseAlert(services, work, caller, kind, finding);
}

async function watchRow(services: Services, work: Work, looked: Looked['rows'][number]): Promise<void> {
  const { object, row, hour } = looked;
  const to = new Date(Date.parse(hour) + hourMilliseconds).toISOString();
  const from = new Date(Date.parse(to) - dayMilliseconds).toISOString();
  const people = await services.use(access).activity.lookers({ object, row, from, to });
  const measures = measureLookers(people.length);
  const findings = await judgeHour(services, ruleKeys.look, { hour, calls: people.length, measures });
  if (findings.size === 0) return;
  const declared = services.use(registers).find(object)?.declaration;
  const caller: Caller = {
    kind: 'record',
    id: `${object} ${row}`,
    name: declared?.title ?? object,
    consumer: declared?.owner,
  };
  for (const [kind, finding] of findings) await raiseAlert(services, work, caller, kind, finding);
}

export async function watchLooks(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { people, rows } = event.payload as Looked;
  for (const { subject, hour } of people)
    if (isWatched(services, work, hour)) await watchPerson(services, work, subject, hour);
  for (const row of rows) if (isWatched(services, work, row.hour)) await watchRow(services, work, row);
}
