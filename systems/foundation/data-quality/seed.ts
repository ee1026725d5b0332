/** Demo data (演示数据): who answers for data and who doubts it, rules of which some fail, a profile, checks, and scores of half a year. */
import { cityCode } from '../../../city/divisions.ts';
import type { Services } from '../../../kernel/system.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { access } from '../../../engines/access/service.ts';
import { QualityCheck, ruleKinds } from '../../../engines/lake/contract.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { dataset } from '../data-collection/contract.ts';
import { checkWords } from './check-words.ts';
import { rule } from './registers/rule.ts';
import { score } from './registers/score.ts';
import demo from './server/demo/demo-rules.json' with { type: 'json' };
import { runNightly } from './server/nightly.ts';
import { daysBefore } from './server/note-score.ts';
import { noteStandings } from './server/note-report.ts';
import { type DatasetRow, fieldsOf } from './server/reach.ts';
import { rulesOf, runnable } from './server/rules.ts';

const by = 'data-quality:demo';
const mostDatasets = 100;
const weeks = 26;

type Given = (typeof demo.datasets)[number];

/** Datasets of the file are named by their code. */
function checksOf(given: Given, ids: ReadonlyMap<string, string>) {
  return given.rules.map(({ check, ...more }) => ({
    ...more,
    check: QualityCheck.parse(
      'dataset' in check ? { ...check, dataset: ids.get(String(check.dataset)) } : check,
    ),
    origin: 'own',
    note: demo.note,
  }));
}

async function suggestedRules(services: Services, row: DatasetRow) {
  const titles = new Map(fieldsOf(row).map(({ name, title }) => [name, title]));
  const known = { field: (name: string) => titles.get(name) ?? name, dataset: () => '' };
  const all = await services.use(lake).quality.suggest(row.id);
  return all
    .filter(({ check }) => check.kind !== 'reference')
    .map(({ check, reason }) => ({
      title: checkWords(check, known),
      check,
      importance: 'usual',
      tolerance: 0,
      origin: 'suggested',
      note: reason,
    }));
}

/** A score each week, rising from one to the other, none on the day of the seed itself. */
function pastScores(row: DatasetRow, given: Given, today: string) {
  const [from = 0, to = 0] = given.scores;
  return Array.from({ length: weeks }, (_, index) => ({
    dataset: row.id,
    department: row.department,
    day: daysBefore(today, (weeks - index) * 7),
    score: Math.round((from + ((to - from) * index) / weeks - (index % 5 === 3 ? 1.5 : 0)) * 10) / 10,
    shares: {},
    note: '演示数据',
  }));
}

async function seedDataset(
  services: Services,
  row: DatasetRow,
  given: Given,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const { quality } = services.use(lake);
  const { transaction, db, clock } = services.use(store);
  await quality.runProfile(row.id);
  const rules = [
    ...checksOf(given, ids),
    ...(given.takesSuggestions === true ? await suggestedRules(services, row) : []),
  ];
  await transaction(async (work) => {
    const { trusted } = services.use(registers).of(rule);
    for (const each of rules)
      await trusted.insert(work, by, {
        ...each,
        dataset: row.id,
        department: row.department,
        indicator: ruleKinds[each.check.kind].indicator,
        stage: 'active',
        standing: 'unknown',
      });
    await services
      .use(registers)
      .of(score)
      .trusted.insertMany(work, by, pastScores(row, given, shanghaiDate(clock.now())));
  });
  const enabled = runnable(await rulesOf(services, db, [row.id]));
  await quality.run(row.id, enabled, by);
  const report = await quality.run(row.id, enabled, by);
  await transaction((work) => noteStandings(services, work, row, report));
}

export async function seedQuality(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, department, roles }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [...roles, 'data-catalogue:reader'].map((role) => ({ role, department, area: cityCode })),
    })),
  );
  const { db } = services.use(store);
  const rows = await services.use(registers).of(dataset).trusted.findMany(db, { limit: mostDatasets });
  const ids = new Map(rows.map(({ code, id }) => [code, id]));
  for (const given of demo.datasets) {
    const row = rows.find(({ code }) => code === given.code);
    // Without its rows there is nothing to check: a city may be seeded without 数据归集.
    if (row !== undefined) await seedDataset(services, row, given, ids);
  }
  await runNightly(services);
}
