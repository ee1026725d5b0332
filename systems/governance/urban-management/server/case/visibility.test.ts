/** Nobody sees a case outside his area, unit or own reports: the same by list, single row, count, drill-down and file, for any post. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { access } from '../../../../../engines/access/service.ts';
import { indicators } from '../../../../../engines/indicators/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { roles } from '../../permissions.ts';
import { type Desk, openDesk } from '../test-support/open-desk.ts';

const areas = [
  '341200000000',
  '341202000000',
  '341202001000',
  '341202001001',
  '341203000000',
  '341203001000',
];
const units = [
  'city-drainage',
  'city-sanitation',
  'yingzhou-sanitation',
  'yingdong-sanitation',
  'city-supervision-centre',
];
const register = 'urban-management.case';
const period = { from: '2026-11-01', to: '2026-11-30' };

interface Kept {
  readonly id: string;
  readonly caseArea: string;
  readonly unit: string | null;
  readonly leadUnit: string | null;
  readonly initiator: string;
}

let desk: Desk;
let kept: readonly Kept[];

beforeAll(async () => {
  desk = await openDesk();
  const drawn = fc.sample(
    fc.record({
      caseArea: fc.constantFrom(...areas),
      unit: fc.constantFrom(null, ...units),
      leadUnit: fc.constantFrom(null, ...units),
      initiator: fc.constantFrom(desk.ids.citizen, desk.ids.neighbour, desk.ids.collector),
    }),
    { numRuns: 80, seed: 11 },
  );
  kept = drawn.map((one) => ({ ...one, id: newId() }));
  await desk.store.transaction(async (work) => {
    await desk.services
      .use(registers)
      .of(urbanCase)
      .trusted.insertMany(
        work,
        'test',
        kept.map((one, index) => ({
          ...one,
          number: `T-${index}`,
          source: 'hotline',
          status: 'open',
          stage: 'handle',
          description: '测试',
          address: '测试路',
          openedAt: '2026-11-20T02:00:00Z',
          processVersion: 1,
        })),
      );
  });
});
afterAll(() => desk.close());

const anyPost = fc.record({
  role: fc.constantFrom(...Object.keys(roles)).map((role) => `urban-management:${role}`),
  area: fc.constantFrom(...areas),
  department: fc.constantFrom(...units),
});

/** The rows that the decision reaches, worked out in memory from what the access engine says. */
function expected(principal: Principal): readonly string[] {
  const decision = desk.services.use(access).decide(principal, 'urban-management:read');
  return kept
    .filter((one) =>
      decisionMatches(decision, {
        area: one.caseArea,
        departments: [one.unit, one.leadUnit].filter((each) => each !== null),
        subjects: [one.initiator],
      }),
    )
    .map((one) => one.id)
    .sort();
}

async function seenBy(principal: Principal) {
  const rows = desk.services.use(registers);
  const listed = await rows.of(urbanCase).list(principal, { size: 200 });
  const one = await Promise.all(kept.map(({ id }) => rows.of(urbanCase).find(principal, id)));
  const [group] = await rows.aggregate(principal, register, {
    ...period,
    measures: { all: { where: { all: [] }, period: 'openedAt' } },
  });
  return {
    list: listed.rows.map((row) => row.id).sort(),
    single: one.flatMap((row) => (row === undefined ? [] : [row.id])).sort(),
    count: group?.measures['all']?.rows ?? 0,
  };
}

test('任何岗位组合,列表、单件、统计看到的都恰是授权范围内的', { timeout: 120_000 }, async () => {
  const guard = desk.services.use(access);
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyPost, { maxLength: 3 }), async (posts) => {
      turn += 1;
      const { id } = await guard.admin.createSubject({
        account: `anybody-${turn}`,
        name: '任意人员',
        kind: 'official',
        posts,
        passwordHash: 'none',
        mustChange: false,
      });
      const principal = await guard.principalOf(id);
      const reach = expected(principal);
      if (!guard.decide(principal, 'urban-management:read').permit) {
        await expect(seenBy(principal)).rejects.toMatchObject({ code: 'city.forbidden' });
        return;
      }
      expect(await seenBy(principal)).toEqual({ list: reach, single: reach, count: reach.length });
      if (!guard.decide(principal, 'urban-management:evaluate').permit) return;
      const { numerator, denominator } = (
        await desk.services.use(indicators).compute(principal, ['urban-management.filing-rate'], period)
      ).total['urban-management.filing-rate'] ?? { numerator: -1, denominator: -1 };
      expect(numerator).toBe(0);
      expect(denominator ?? 0).toBeLessThanOrEqual(reach.length);
    }),
    { numRuns: 40, seed: 5 },
  );
});

test('报告人姓名电话:受理员看全文,派遣员和处置员只看掩码', async () => {
  const id = await desk.report();
  const row = async (who: 'acceptor' | 'dispatcher') =>
    (await (await desk.at(who)).get(`/api/registers/rows/${register}/${id}`)).json().row;
  expect(await row('acceptor')).toMatchObject({ reporterName: '市民甲', reporterPhone: '13900000001' });
  expect(await row('dispatcher')).toMatchObject({ reporterName: '市**', reporterPhone: '139****0001' });
});

test('市民看不到案件台账,也看不到别人的照片', async () => {
  const citizen = await desk.at('citizen');
  expect((await citizen.get(`/api/registers/rows/${register}`)).statusCode).toBe(403);
  const id = await desk.report();
  const [photo] = ((await desk.detail(id)).row['photosBefore'] ?? []) as readonly string[];
  expect((await (await desk.at('neighbour')).get(`/api/files/${photo}`)).statusCode).toBe(404);
  expect((await (await desk.at('otherDispatcher')).get(`/api/files/${photo}`)).statusCode).toBe(404);
  expect((await (await desk.at('dispatcher')).get(`/api/files/${photo}`)).statusCode).toBe(200);
});
