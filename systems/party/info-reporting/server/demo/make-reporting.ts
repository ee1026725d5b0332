/** Demo people, two admitted tables, last quarter's answers of every village, and a report over all towns that is under way (演示数据). */
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { addTimeLimit } from '../../../../../kernel/working-time.ts';
import { cityCode, divisions } from '../../../../../city/divisions.ts';
import { countySlugs } from '../../../../../city/departments.ts';
import { answer } from '../../registers/answer.ts';
import { issue } from '../../registers/issue.ts';
import { reportTable } from '../../table/report-table.ts';
import { issueTable } from '../issue/issue-table.ts';
import { readBody } from '../table/read-body.ts';
import { admitTable, type Cast, deskOf } from './act-as.ts';
import demo from './demo.json' with { type: 'json' };

const civil = { designer: 'report-designer', head: 'report-head' };
const agriculture = { designer: 'report-agriculture', head: 'report-agriculture-head' };

export async function makePeople(services: Services): Promise<Cast> {
  const guard = services.use(access);
  const official = (account: string, name: string, role: string, department: string, area: string) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [{ role: `info-reporting:${role}`, department, area }],
  });
  const slugs = Object.entries(countySlugs);
  const county = (area: string) => `${area.slice(0, 6)}000000`;
  const people = await guard.admin.createDemoPeople([
    ...demo.people.map((one) => official(one.account, one.name, one.role, one.department, cityCode)),
    ...demo.counties.map(({ slug, name }) => {
      const area = slugs.find(([, each]) => each === slug)?.[0] ?? cityCode;
      return official(`report-county-${slug}`, name, 'checker', `${slug}-government`, area);
    }),
    ...demo.towns.map(({ account, name, area }) =>
      official(account, name, 'checker', `${countySlugs[county(area)] ?? ''}-government`, area),
    ),
  ]);
  return { services, people };
}

/** The same figures for the same place. */
export function villageCells(code: string) {
  const seed = Number(code.slice(4)) % 9973;
  const households = 300 + (seed % 900);
  const population = households * 3 + (seed % 211);
  return {
    户数: households,
    人口数: population,
    高龄老人: 20 + (seed % 90),
    留守儿童: seed % 57,
    集体收入: Math.round((5 + (seed % 480) / 10) * 10) / 10,
  };
}

/** Last quarter's answers of all villages, as they were accepted. */
export async function makeBase(cast: Cast): Promise<string> {
  const { services } = cast;
  const data = services.use(store);
  const rows = services.use(registers);
  const table = await admitTable(cast, demo.base, civil, 3);
  const held = await rows.of(reportTable).trusted.find(data.db, table);
  if (held === undefined) throw new Error('the demo table was not admitted');
  const villages = divisions.filter(({ level }) => level === 'village');
  const at = new Date(data.clock.now().getTime() - 40 * 86_400_000).toISOString();
  const by = cast.people.get(civil.designer) ?? '';
  const common = { title: '村（社区）基本情况 上季度', table, owner: 'city-civil-affairs', dueAt: at };
  await data.transaction(async (work) => {
    const id = newId();
    await rows.of(issue).trusted.insert(work, by, {
      id,
      ...common,
      level: 'village',
      mode: 'full',
      within: cityCode,
      asOf: at.slice(0, 10),
      issuedBy: by,
      issuedAt: at,
      status: 'closed',
      expected: villages.length,
      body: readBody(held),
    });
    await rows.of(answer).trusted.insertMany(
      work,
      by,
      villages.map(({ code }) => ({
        ...common,
        issue: id,
        area: code,
        status: 'accepted',
        at: 'city',
        values: villageCells(code),
        filledBy: by,
        filledAt: at,
        acceptedAt: at,
      })),
    );
  });
  return table;
}

/** A report over all towns, sent out now. */
export async function issueCare(cast: Cast): Promise<{ readonly table: string; readonly issue: string }> {
  const { services } = cast;
  const table = await admitTable(cast, demo.care, civil, 3);
  const desk = await deskOf(cast, civil.designer);
  const due = addTimeLimit(services.use(flow).calendar(), desk.now, { amount: 5, unit: 'work-day' });
  const id = newId();
  await issueTable(
    {
      id,
      table,
      title: '乡镇（街道）养老服务情况 本季度',
      mode: 'full',
      within: cityCode,
      asOf: desk.now.toISOString().slice(0, 10),
      dueAt: due.toISOString(),
    },
    desk,
  );
  return { table, issue: id };
}

export async function makeWaitingTable(cast: Cast): Promise<string> {
  return admitTable(cast, demo.waiting, agriculture, 2);
}
