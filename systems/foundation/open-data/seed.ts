/** Demo data (演示数据): who publishes, several sets that went through catalogue and check, a plan, ratings and a wish. */
import type { Principal } from '../../../kernel/access.ts';
import type { Services } from '../../../kernel/system.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { filing, resource } from '../data-catalogue/contract.ts';
import { collectFile } from '../data-collection/seed/collect-file.ts';
import { matter } from './case/matter.ts';
import { planItem } from './registers/plan-item.ts';
import { publication } from './registers/publication.ts';
import { rating } from './registers/rating.ts';
import demo from './server/demo/demo-open.json' with { type: 'json' };
import { demoSets } from './server/demo/demo-rows.ts';
import { publishAs } from './server/publish.ts';

const by = 'open-data:demo';
const city = '341200000000';
type Set = (typeof demoSets)[number];
type PrincipalOf = (account: string) => Promise<Principal>;

const agreement = '阜数归集〔2026〕12号（演示）';

async function enter(services: Services, principal: PrincipalOf, set: Set, mounted: string) {
  const compiler = await principal(set.compiler);
  const values = {
    kind: 'new',
    name: set.name,
    abstract: set.abstract,
    classCode: '3',
    format: '0200',
    shareType: '1',
    shareModes: ['file'],
    openType: '1',
    cycle: set.cycle,
    dataset: mounted,
  };
  const flows = services.use(flow);
  const { id, version } = await flows.open(compiler, filing, { values });
  const approved = await flows.act(compiler, filing, { id, version, action: 'approve' });
  const authority = await principal('catalogue-1');
  await flows.act(authority, filing, { id, version: approved.version, action: 'publish' });
}

async function entryOf(services: Services, name: string): Promise<string> {
  const filter = { field: 'name', is: 'equal', value: name } as const;
  const [entry] = await services
    .use(registers)
    .of(resource)
    .trusted.findMany(services.use(store).db, { filter, limit: 1 });
  return entry?.id ?? '';
}

async function plan(
  services: Services,
  line: { name: string; department: string; month: string; openType: string },
) {
  const entry = await entryOf(services, line.name);
  await services.use(store).transaction((work) =>
    services
      .use(registers)
      .of(planItem)
      .trusted.insert(work, by, {
        ...line,
        year: Number(line.month.slice(0, 4)),
        note: '演示数据',
        ...(entry === '' ? {} : { resource: entry }),
      }),
  );
}

async function publishAll(services: Services, publisher: Principal): Promise<void> {
  for (const set of demoSets) {
    await plan(services, { name: set.name, department: set.department, month: set.month, openType: '1' });
    await publishAs(services, publisher, {
      resource: await entryOf(services, set.name),
      code: set.code,
      name: set.name,
      description: set.abstract,
      keywords: set.keywords,
      fields: set.fields.map(({ name }) => name),
      quasi: [],
      quasiReason: demo.quasiReason,
    });
  }
  const { conditional } = demo;
  const resourceId = await entryOf(services, conditional.entry);
  if (resourceId === '') return;
  const line = { name: conditional.entry, department: 'city-market-supervision', month: conditional.month };
  await plan(services, { ...line, openType: '2' });
  await publishAs(services, publisher, {
    resource: resourceId,
    code: conditional.code,
    name: conditional.entry,
    description: '市场主体名称、统一社会信用代码、成立日期和经营状态，按用途申请（演示数据）',
    keywords: conditional.keywords,
    fields: conditional.fields,
    quasi: [],
    quasiReason: conditional.quasiReason,
  });
  for (const later of demo.laterPlans) await plan(services, later);
}

async function rateAndWish(services: Services, citizen: Principal): Promise<void> {
  const rows = services.use(registers);
  const { db } = services.use(store);
  for (const { code, stars, comment } of demo.ratings) {
    const filter = { field: 'code', is: 'equal', value: code } as const;
    const [rated] = await rows.of(publication).trusted.findMany(db, { filter, limit: 1 });
    if (rated === undefined) continue;
    await services.use(store).transaction((work) =>
      rows.of(rating).trusted.insert(work, by, {
        publication: rated.id,
        provider: rated.provider,
        rater: citizen.id,
        slot: `${rated.id}:${citizen.id}`,
        stars,
        comment,
        ratedOn: shanghaiDate(work.now),
        shown: comment !== '',
      }),
    );
  }
  await services.use(flow).open(citizen, matter, { stage: 'want', values: { kind: 'want', ...demo.want } });
}

export async function seedOpenData(services: Services): Promise<void> {
  const officials = demo.people.map(({ account, name, role, department }) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [{ role: `open-data:${role}`, department, area: city }],
  }));
  const citizens = [
    { account: '13900000401', name: '演示读者甲', kind: 'citizen' as const, posts: [] },
    { account: '13900000402', name: '演示读者乙', kind: 'citizen' as const, posts: [] },
  ];
  const made = await services.use(access).admin.createDemoPeople([...officials, ...citizens]);
  const { admin } = services.use(access);
  const principal: PrincipalOf = async (account) =>
    services.use(access).principalOf(made.get(account) ?? (await admin.findSubjectId(account)) ?? '');
  for (const set of demoSets) {
    const mounted = await collectFile(services, by, { ...set, content: set.csv() }, agreement);
    await enter(services, principal, set, mounted);
  }
  await publishAll(services, await principal('open-1'));
  await rateAndWish(services, await principal('13900000401'));
}
