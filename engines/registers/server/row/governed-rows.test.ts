/** What callers may see, write and query in a register, and what they are told when they may not. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionMatches, type Grant, type Scope } from '../../../../kernel/access.ts';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { failure } from '../test-support/failure.ts';
import { chief, clerk, countyA, countyB, faults, lamps, person, townA } from '../test-support/lamps.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';

let open: OpenLamps;
const rows = () => open.engine.service.of(lamps);

beforeAll(async () => {
  open = await openLamps();
});
afterAll(() => open.store.close());

let serial = 0;
const nextCode = () => `L-${(serial += 1)}`;

async function problemsOf(values: Record<string, unknown>): Promise<Record<string, string>> {
  const problem = await failure(rows().create(chief, { code: nextCode(), ...values } as never));
  expect(problem.code).toBe('city.invalid');
  return Object.fromEntries(problem.problems.map((each) => [each.path, each.message]));
}

describe('填写不合格的内容', () => {
  test('系统维护的字段和多余的字段都被拒绝', async () => {
    expect(await problemsOf({ score: 9, admin: true, version: 7 })).toEqual({
      score: '“评分”由系统填写,不能修改',
      admin: '没有这个字段',
      version: '没有这个字段',
    });
  });
  test('每个有误的字段都有一句话', async () => {
    const problems = await problemsOf({
      code: 'X1',
      place: '341299000000',
      kind: 'gas',
      tags: ['old', 'none'],
      at: { lon: 121.5, lat: 31.2 },
      watts: 2500,
      lit: '是',
      installed: '2026-02-30',
      checkedAt: '2026-02-01 08:00',
      unit: 'nobody',
      keeper: 'ghost',
      phone: '138',
      idCard: '341202199002300018',
      remark: 'a\u0007b',
      neighbour: newId(),
    });
    expect(problems['code']).toBe('“编码”格式不正确');
    expect(problems['place']).toBe('“区划”不是本市的区划');
    expect(problems['kind']).toBe('“类别”不在可选范围内或已停用');
    expect(problems['tags']).toContain('不在可选范围内');
    expect(problems['at']).toBe('“位置”不在本市范围内');
    expect(problems['watts']).toBe('“功率”不能大于 2000W');
    expect(problems['lit']).toContain('“亮灯”');
    expect(problems['installed']).toContain('不是有效的日期');
    expect(problems['checkedAt']).toContain('不是有效的时间');
    expect(problems['unit']).toBe('“维护单位”不是已登记的部门');
    expect(problems['phone']).toBe('“联系电话”不是有效的电话号码');
    expect(problems['idCard']).toContain('“身份证号”有误');
    expect(problems['remark']).toBe('“备注”含有不可见的控制字符');
  });
  test('指向不存在的记录、人员和他人附件被拒绝', async () => {
    const problems = await problemsOf({ neighbour: newId(), keeper: 'ghost', photos: [newId()] });
    expect(Object.keys(problems).sort()).toEqual(['keeper', 'neighbour', 'photos']);
  });
  test('必填项缺失', async () => {
    const problem = await failure(rows().create(chief, { watts: 5 }));
    expect(problem.problems).toEqual([{ path: 'code', message: '“编码”必须填写' }]);
  });
  test('唯一值重复时说出是哪一项', async () => {
    const code = nextCode();
    const first = await rows().create(chief, { code });
    const again = await failure(rows().create(chief, { code }));
    expect(again.code).toBe('registers.duplicate');
    expect(again.problems).toEqual([{ path: 'code', message: '“编码”与已有记录重复' }]);
    await rows().archive(chief, first.id, 1, '拆除');
    await rows().create(chief, { code });
  });
});

describe('新增与修改', () => {
  test('内容整理后保存,各类型原样取回', async () => {
    const code = nextCode();
    const made = await rows().create(chief, {
      code: ` ${code} `,
      place: townA,
      kind: 'led',
      tags: ['old', 'park', 'old'],
      at: { lon: 115.81234567891, lat: 32.9 },
      watts: 60,
      height: 7.5,
      lit: true,
      installed: '2026-01-02',
      checkedAt: '2026-01-02T08:00:00+08:00',
      unit: 'city-light',
      keeper: 'clerk',
      phone: '13812345678',
      remark: 'e\u0301cole\r\n二行',
      extra: { a: [1, '二'] },
    });
    const seen = await rows().get(chief, made.id);
    expect(seen).toEqual(made);
    expect(seen).toMatchObject({
      code,
      tags: ['old', 'park'],
      at: { lon: 115.8123457, lat: 32.9 },
      height: 7.5,
      lit: true,
      installed: '2026-01-02',
      remark: 'école\n二行',
      extra: { a: [1, '二'] },
      version: 1,
      state: 'active',
      createdBy: 'chief',
      score: null,
    });
    expect(Date.parse(String(seen.checkedAt))).toBe(Date.parse('2026-01-02T00:00:00Z'));
  });
  test('旧版本不能覆盖新内容,历史保留每个旧版本', async () => {
    const made = await rows().create(chief, { code: nextCode(), watts: 10 });
    const second = await rows().update(chief, made.id, 1, { watts: 20 });
    expect(second.version).toBe(2);
    expect((await failure(rows().update(chief, made.id, 1, { watts: 30 }))).code).toBe('city.stale');
    const both = await Promise.allSettled([
      rows().update(chief, made.id, 2, { watts: 41 }),
      rows().update(chief, made.id, 2, { watts: 42 }),
    ]);
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const kept = await sql<{
      version: number;
      watts: number;
    }>`select version, (row->>'watts')::int as watts from register_history
      where row_id = ${made.id} order by version`.execute(open.store.db);
    expect(kept.rows).toEqual([
      { version: 1, watts: 10 },
      { version: 2, watts: 20 },
    ]);
  });
  test('归档后不再出现在列表里,也不能再改', async () => {
    const made = await rows().create(chief, { code: nextCode() });
    expect((await failure(rows().archive(chief, made.id, 1, ' '))).code).toBe('city.invalid');
    await rows().archive(chief, made.id, 1, '已拆除');
    expect((await rows().list(chief, { where: { code: made.code } })).total).toBe(0);
    expect((await rows().list(chief, { where: { code: made.code }, state: 'archived' })).total).toBe(1);
    expect((await failure(rows().update(chief, made.id, 2, { watts: 3 }))).code).toBe('registers.archived');
  });
  test('客户端带来的编号重复提交只登记一次', async () => {
    const id = newId();
    await rows().create(chief, { id, code: nextCode() } as never);
    expect((await failure(rows().create(chief, { id, code: nextCode() } as never))).code).toBe(
      'city.replayed',
    );
  });
  test('事件与审计随记录一起写下', async () => {
    const made = await rows().create(chief, { code: nextCode(), phone: '13812345678' });
    const events = await sql<{
      payload: unknown;
    }>`select payload from store_event where name = 'register.changed'
      and payload->'ids' ? ${made.id}`.execute(open.store.db);
    expect(events.rows).toEqual([{ payload: { register: 'lamp.lamps', ids: [made.id], kind: 'created' } }]);
    const line = open.access.audited.find((each) => each.objectId === made.id);
    expect(line).toMatchObject({
      module: 'lamp',
      event: 'create',
      objectType: 'lamp.lamps',
      result: 'success',
    });
    expect(JSON.stringify(open.access.audited)).not.toContain('13812345678');
  });
  test('案件台账不能直接写', async () => {
    const cases = open.engine.service.of(faults);
    expect((await failure(cases.create(chief, { kind: 'led' }))).code).toBe('registers.ownedByProcess');
    expect((await failure(cases.archive(chief, newId(), 1, '不要了'))).code).toBe('registers.ownedByProcess');
  });
});

describe('管理范围', () => {
  test('看不到、改不了、挪不出自己的范围', async () => {
    const away = await rows().create(chief, { code: nextCode(), place: countyB });
    const near = await rows().create(chief, { code: nextCode(), place: townA });
    expect(await rows().find(clerk, away.id)).toBeUndefined();
    expect((await failure(rows().get(clerk, away.id))).code).toBe('city.missing');
    expect((await failure(rows().update(clerk, away.id, 1, { watts: 1 }))).code).toBe('city.missing');
    expect((await failure(rows().update(clerk, near.id, 1, { place: countyB }))).code).toBe(
      'registers.outOfScope',
    );
    expect((await failure(rows().create(clerk, { code: nextCode(), place: countyB }))).code).toBe(
      'registers.outOfScope',
    );
    expect((await failure(rows().create(clerk, { code: nextCode() }))).code).toBe('registers.outOfScope');
    expect((await rows().get(chief, near.id)).place).toBe(townA);
  });
  test('没有权限的人什么也做不了', async () => {
    const nobody = person('nobody', {});
    const made = await rows().create(chief, { code: nextCode() });
    expect((await failure(rows().list(nobody, {}))).code).toBe('city.forbidden');
    expect((await failure(rows().get(nobody, made.id))).code).toBe('city.forbidden');
    expect((await failure(rows().create(nobody, { code: nextCode() }))).code).toBe('city.forbidden');
  });
  test('对任何范围,数据库返回的行与内存判断一致', async () => {
    const tag = '11';
    const places = [null, '341200000000', countyA, townA, '341202001001', countyB];
    const units = [null, 'city-light', 'city-park'];
    const keepers = [null, 'chief', 'clerk'];
    for (const place of places)
      for (const unit of units)
        for (const keeper of keepers)
          await rows().create(chief, { code: nextCode(), watts: Number(tag), place, unit, keeper });
    const all = (await rows().list(chief, { where: { watts: tag }, size: 200 })).rows;
    expect(all).toHaveLength(54);
    const scope = fc.oneof(
      fc.constant<Scope>({ kind: 'all' }),
      fc
        .constantFrom('340000000000', '341200000000', countyA, townA, '341202001001', countyB)
        .map((area): Scope => ({ kind: 'area', area })),
      fc
        .constantFrom('city-light', 'city-park', 'other')
        .map((id): Scope => ({ kind: 'department', department: id })),
      fc.constantFrom('chief', 'clerk', 'other').map((id): Scope => ({ kind: 'self', subject: id })),
    );
    const grant = scope.map((each): Grant => ({ scope: each, clearance: 'internal' }));
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { minLength: 1, maxLength: 3 }), async (grants) => {
        const someone = person('someone', { 'lamp:read': grants });
        const decision = open.engine.service.decide(someone, 'lamp.lamps', 'read');
        const expected = all.filter((row) =>
          decisionMatches(decision, {
            area: row.place ?? undefined,
            departments: row.unit === null ? [] : [row.unit],
            subjects: row.keeper === null ? [] : [row.keeper],
          }),
        );
        const page = await rows().list(someone, { where: { watts: tag }, size: 200 });
        expect(page.rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
        expect(page.total).toBe(expected.length);
        for (const row of all.slice(0, 6))
          expect((await rows().find(someone, row.id)) !== undefined).toBe(expected.includes(row));
      }),
      { numRuns: 60 },
    );
  });
});

describe('脱敏', () => {
  test('看不到原值,也不能拿它查询、排序或搜索', async () => {
    const idCard = completeIdCard('34120219900101001');
    const made = await rows().create(chief, {
      code: nextCode(),
      place: countyA,
      phone: '13812345678',
      idCard,
    });
    const seen = await rows().get(clerk, made.id);
    expect(seen.phone).toBe('138****5678');
    expect(seen.masked).toEqual(['phone', 'idCard']);
    for (const query of [
      { where: { phone: '13812345678' } },
      { sort: 'phone' },
      { filter: { field: 'phone', is: 'starts-with', value: '138' } as const },
      { filter: { not: { any: [{ field: 'idCard', is: 'filled' }] } } as const },
    ]) {
      const problem = await failure(rows().list(clerk, query));
      expect(problem.code).toBe('city.forbidden');
      expect(problem.problems[0]?.message).toContain('已脱敏');
    }
    expect((await rows().list(chief, { where: { phone: '13812345678' } })).total).toBeGreaterThan(0);
  });
  test('表单把脱敏文字交回来,原值不变', async () => {
    const made = await rows().create(chief, { code: nextCode(), place: countyA, phone: '13812345678' });
    const changed = await rows().update(clerk, made.id, 1, { phone: '138****5678', watts: 9 });
    expect(changed.phone).toBe('138****5678');
    expect((await rows().get(chief, made.id)).phone).toBe('13812345678');
  });
  test('逐项查看原值要说明理由,并留下记录', async () => {
    const made = await rows().create(chief, { code: nextCode(), place: countyA, phone: '13812345678' });
    const { governed } = open.engine.desk('lamp.lamps');
    expect((await failure(governed.reveal(clerk, made.id, 'phone', ''))).code).toBe('city.invalid');
    expect((await failure(governed.reveal(clerk, made.id, 'code', '核对案情'))).code).toBe(
      'registers.notMasked',
    );
    expect(await governed.reveal(clerk, made.id, 'phone', '核对案情')).toBe('13812345678');
    expect(open.access.audited.at(-1)).toMatchObject({
      event: 'reveal',
      detail: { field: 'phone', reason: '核对案情' },
    });
  });
});

test('系统一次写入多行,照样检查', async () => {
  const { trusted } = rows();
  const count = await open.store.transaction((work) =>
    trusted.insertMany(
      work,
      'seed',
      Array.from({ length: 2500 }, () => ({ code: nextCode(), height: 77, score: 3 })),
    ),
  );
  expect(count).toBe(2500);
  const page = await rows().list(chief, { where: { height: '77' }, size: 200 });
  expect(page.total).toBe(2500);
  const bad = open.store.transaction((work) =>
    trusted.insertMany(work, 'seed', [{ code: nextCode() }, { code: '坏' }]),
  );
  expect((await failure(bad)).code).toBe('city.invalid');
  const row = await open.store.transaction(async (work) => {
    const made = await trusted.insert(work, 'flow', { code: nextCode(), score: 1 });
    const locked = await trusted.lock(work, made.id);
    if (locked === undefined) throw new Error('lost');
    return trusted.update(work, 'flow', locked, { score: 2 });
  });
  expect(row).toMatchObject({ score: 2, version: 2 });
});
