/** Life events of a record out of its changes, by declared rules, and the news of them; no value is in the news. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { lake, type SubjectChange } from '../../../../engines/lake/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { libraries, type Library } from '../data/libraries.ts';

/** Changes of one build that are looked at, and records that one piece of news names. */
const [mostChanges, mostNamed] = [20_000, 200];

type Change = Pick<SubjectChange, 'field' | 'was' | 'now'>;
type Rule = Library['lifeEvents'][number];

function isOf(rule: Rule, change: Change): boolean {
  if (rule.field !== change.field) return false;
  if (rule.known && (change.was === null || change.now === null)) return false;
  return rule.to === undefined || (change.now !== null && rule.to.includes(change.now));
}

export function lifeEventOf(library: Library, change: Change): Rule | undefined {
  return library.lifeEvents.find((rule) => isOf(rule, change));
}

/** Hears of each build of a library: one piece of news for each kind of event in it. */
export async function tellLifeEvents(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, batch, state } = event.payload as Readonly<Record<'dataset' | 'batch' | 'state', string>>;
  const library = libraries.find((each) => each.dataset === dataset);
  if (state !== 'loaded' || library === undefined || library.lifeEvents.length === 0) return;
  const fields = [...new Set(library.lifeEvents.map((rule) => rule.field))];
  const changes = await services.use(lake).changes({ dataset, batch, fields, most: mostChanges });
  for (const rule of library.lifeEvents) {
    const records = changes
      .filter((change) => lifeEventOf(library, change) === rule)
      .map((change) => change.record);
    if (records.length === 0) continue;
    (given as Work).emit('base-libraries.lifeEvent', 'base-libraries', {
      library: library.code,
      kind: rule.kind,
      title: rule.title,
      count: records.length,
      records: records.slice(0, mostNamed),
    });
  }
}
