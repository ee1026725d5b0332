/** Demo data (演示数据): nine departments' tables made to fit those that are collected already, catalogued by their officials, and the libraries built of them. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { LakeFields } from '../../../engines/lake/contract.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { filing } from '../data-catalogue/contract.ts';
import { dataset } from '../data-collection/contract.ts';
import { collectFile } from '../data-collection/seed/collect-file.ts';
import { libraries } from './data/libraries.ts';
import { portraitGrant } from './registers/portrait.ts';
import demo from './server/demo/demo-libraries.json' with { type: 'json' };
import themes from './server/demo/demo-themes.json' with { type: 'json' };
import { figureFile, firmFiles, morePeople, personFiles } from './server/demo/demo-rows.ts';
import { themeFiles } from './server/demo/theme-rows.ts';
import { marts } from './data/marts.ts';
import { martPlanOf } from './server/mart/mart-plans.ts';
import { actor, planOf } from './server/plans.ts';

const by = 'base-libraries:demo';
const city = '341200000000';
const most = 5000;

/** Rows of a dataset that another system's demo data has brought; none where it is not there. */
async function rowsOf(services: Services, code: string, fields: readonly string[]) {
  const filter = { field: 'code', is: 'equal', value: code } as const;
  const { db } = services.use(store);
  const [row] = await services.use(registers).of(dataset).trusted.findMany(db, { filter, limit: 1 });
  const rows = [];
  if (row !== undefined)
    for await (const each of services.use(lake).eachRow({ dataset: row.id, fields, most, way: 'inside' }))
      rows.push(each);
  return rows;
}

function collect(
  services: Services,
  given: (typeof demo.datasets | typeof themes.datasets)[number],
  content: string,
): Promise<string> {
  const file = { ...given, fields: LakeFields.parse(given.fields), content };
  return collectFile(services, by, file, '阜数归集〔2026〕11号（演示）');
}

/** Through both reviews, as any entry: a doubt finds its department by the catalogue. */
async function catalogue(
  services: Services,
  given: (typeof demo.datasets)[number],
  dataset: string,
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const authority = await services.use(access).admin.findSubjectId('catalogue-1');
  if (authority === undefined) return;
  const compiler = await services.use(access).principalOf(accounts.get(given.by) ?? '');
  const figures = given.code === 'statistics-indicators';
  const cases = services.use(flow);
  const row = await cases.open(compiler, filing, {
    values: {
      kind: 'new',
      name: given.name,
      abstract: `${given.name}（演示数据）`,
      classCode: '3',
      format: '0200',
      shareType: figures ? '1' : '2',
      ...(figures ? {} : { shareCondition: '用于依法履职，由提供部门审核' }),
      shareModes: ['api'],
      openType: figures ? '1' : '3',
      cycle: given.cycle,
      dataset,
    },
  });
  const approved = await cases.act(compiler, filing, { id: row.id, version: row.version, action: 'approve' });
  await cases.act(await services.use(access).principalOf(authority), filing, {
    id: row.id,
    version: approved.version,
    action: 'publish',
  });
}

async function filesOf(services: Services): Promise<Readonly<Record<string, string>>> {
  const insured = await rowsOf(services, 'social-insured', ['id_card', 'name']);
  const firms = await rowsOf(services, 'market-firms', ['credit_code', 'name', 'status']);
  const people = insured.map((row) => ({
    number: String(row['id_card']),
    name: String(row['name'] ?? ''),
  }));
  return {
    ...personFiles([...people, ...morePeople()]),
    ...firmFiles(
      firms.map((row) => ({
        code: String(row['credit_code']),
        name: String(row['name'] ?? ''),
        status: String(row['status'] ?? ''),
      })),
    ),
    'statistics-indicators': figureFile(),
    ...themeFiles(firms.map((row) => String(row['credit_code']))),
  };
}

export async function seedLibraries(services: Services): Promise<void> {
  const accounts = await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, department, roles }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [...roles, 'data-catalogue:reader'].map((role) => ({ role, department, area: city })),
    })),
  );
  const files = await filesOf(services);
  for (const given of demo.datasets) {
    const id = await collect(services, given, files[given.code] ?? '');
    await catalogue(services, given, id, accounts);
  }
  for (const given of themes.datasets) await collect(services, given, files[given.code] ?? '');
  for (const library of libraries) {
    const plan = await planOf(services, library).catch(() => undefined);
    if (plan === undefined) continue;
    await services.use(lake).buildSubject(plan, actor);
    if (library.checks.length > 0) await services.use(lake).serve(library.dataset);
  }
  for (const mart of marts) {
    const plan = await martPlanOf(services, mart).catch(() => undefined);
    if (plan !== undefined) await services.use(lake).buildMart(plan, actor);
  }
  const until = '2099-12-31';
  await services.use(store).transaction((work) =>
    services.use(registers).of(portraitGrant).trusted.insert(work, by, {
      portrait: 'person',
      purpose: 'relief',
      department: 'city-civil-affairs',
      until,
      reason: '阜数画像〔2026〕1号（演示）',
    }),
  );
}
