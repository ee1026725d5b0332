/** 脱敏水印策略 against somebody who wants the value all the same: by page, filter, order, search, history, sheet, call, file, opening, profile. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { sql } from '../../../../../engines/store/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { maskBy, maskers, type MaskRule } from '../../../../../kernel/mask.ts';
import catalogue from '../../../data-catalogue/system.ts';
import { itemGrade } from '../../../data-catalogue/contract.ts';
import collection from '../../../data-collection/system.ts';
import sharing from '../../../data-sharing/system.ts';
import { openSharing, type Sharing } from '../../../data-sharing/test-support/open-sharing.ts';
import system from '../../system.ts';
import { countKnown, indexValues, makePrint } from '../export/content-print.ts';
import { readHidden } from '../export/hidden-mark.ts';

const rules: fc.Arbitrary<MaskRule> = fc.oneof(
  fc.record({ kind: fc.constant('keep' as const), first: fc.nat(6), last: fc.nat(4) }),
  fc.record({ kind: fc.constant('date' as const), to: fc.constantFrom('year' as const, 'month' as const) }),
  fc.record({ kind: fc.constant('area' as const), digits: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ kind: fc.constant('number' as const), step: fc.integer({ min: 2, max: 1000 }) }),
  fc.constantFrom({ kind: 'hash' as const }, { kind: 'hide' as const }),
);
const keyed = (value: string) => `k${value.length}`;

describe('脱敏方式', () => {
  test('任何值都不会原样出来', () => {
    fc.assert(
      fc.property(rules, fc.oneof(fc.string({ minLength: 1 }), fc.integer().map(String)), (rule, value) => {
        expect(maskBy(rule, value, keyed)).not.toBe(value);
      }),
    );
  });

  test('声明的掩码已藏的，策略看不到：同一掩码的两个值出来一样', () => {
    fc.assert(
      fc.property(
        rules,
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.stringMatching(/^\d{4}$/),
        (rule, one, tail) => {
          const other = one.slice(0, 3) + tail + one.slice(-4);
          expect(maskers.phone(one)).toBe(maskers.phone(other));
          expect(maskBy(rule, maskers.phone(one), keyed)).toBe(maskBy(rule, maskers.phone(other), keyed));
        },
      ),
    );
  });

  test('各种方式留下什么', () => {
    expect(maskBy({ kind: 'keep', first: 3, last: 4 }, '13800001234', keyed)).toBe('138****1234');
    expect(maskBy({ kind: 'date', to: 'month' }, '1990-01-15', keyed)).toBe('1990年1月');
    expect(maskBy({ kind: 'area', digits: 6 }, '341202001002', keyed)).toBe('341202******');
    expect(maskBy({ kind: 'number', step: 10 }, '27', keyed)).toBe('20至30');
    expect(maskBy({ kind: 'number', step: 10 }, '不是数', keyed)).toBe('***');
    expect(maskBy({ kind: 'hide' }, '全部', keyed)).toBe('***');
  });
});

const base = {
  name: '共享和页面脱敏',
  basis: '测试',
  classes: ['sensitive-person'],
  grade: 'general-4',
  ways: ['page', 'call', 'file', 'open'],
  visibleFrom: 'sensitive',
  mask: 'keep',
  first: 1,
  last: 0,
  watermark: true,
  begins: '2026-11-24',
};

interface DutyRow {
  readonly id: string;
  readonly name: string;
  readonly masked?: readonly string[];
}

describe('策略生效之后', () => {
  let at: Sharing;
  let authority: Caller;
  let overseer: Caller;
  let contract = '';
  let firms: readonly { credit_code: string; name: string }[] = [];
  let duties: readonly DutyRow[] = [];
  let saved = { id: '', version: 0 };

  const covers = () => at.city.services.use(access).covers;
  const list = (query: string) => authority.get(`/api/registers/rows/data-catalogue.duty?size=200&${query}`);

  async function grade(object: string, field: string): Promise<void> {
    const filter = { field: 'key', is: 'equal', value: `${object}#${field}` } as const;
    const [row] = await at.city.services
      .use(registers)
      .of(itemGrade)
      .trusted.findMany(at.city.store.db, { filter, limit: 1 });
    const reply = await authority.post('/api/data-catalogue/grading/set', {
      rows: [{ id: row?.id ?? '', version: row?.version ?? 1 }],
      class: 'sensitive-person',
      grade: 'general-4',
    });
    expect(reply.statusCode, reply.body).toBe(200);
  }

  async function official(account: string, roles: readonly string[]): Promise<Caller> {
    const { id } = await at.city.access.admin.createSubject({
      account,
      name: `${account}员`,
      kind: 'official',
      mustChange: false,
      posts: roles.map((role) => ({ role, department: 'city-data-resources', area: '341200000000' })),
    });
    return at.city.as(id);
  }

  beforeAll(async () => {
    at = await openSharing({ systems: [collection, catalogue, sharing, system] });
    authority = await at.city.as('catalogue-1');
    overseer = await official('overseer', ['data-protection:overseer']);
    const seen = await at.city.services
      .use(lake)
      .rows({ dataset: at.dataset, size: 200, clearance: 'sensitive' });
    firms = seen.rows as unknown as typeof firms;
    duties = (await list('')).json<{ rows: DutyRow[] }>().rows;
    await grade('register:data-catalogue.duty', 'name');
    await grade(`dataset:${at.dataset}`, 'credit_code');
    await grade(`dataset:${at.dataset}`, 'name');
  }, 240_000);
  afterAll(() => at.close());

  test('试算说明影响，只用演示值；错的策略说清错在哪里', async () => {
    contract = await at.makeContract();
    const reply = await overseer.post('/api/data-protection/policies/preview', base);
    expect(reply.json()).toMatchObject({ registers: 1, datasets: 1, fields: 3, tightened: 3 });
    const wrong = async (more: object) =>
      (await overseer.post('/api/data-protection/policies', { policy: { ...base, ...more } })).json<{
        code: string;
      }>().code;
    expect(await wrong({ visibleFrom: 'nobody' })).toBe('data-protection.policyForNobody');
    expect(await wrong({ mask: 'none', watermark: false })).toBe('data-protection.policyEmpty');
    expect(await wrong({ mask: 'number' })).toBe('data-protection.policyMask');
    expect(await wrong({ grade: 'x' })).toBe('data-protection.policyWords');
    expect(await wrong({ ends: '2026-11-01' })).toBe('data-protection.policyDays');
    expect((await authority.post('/api/data-protection/policies', { policy: base })).statusCode).toBe(403);
  });

  test('明天生效的今天不算，到了那天不用谁说就算', async () => {
    const reply = await overseer.post('/api/data-protection/policies', { policy: base });
    expect(reply.statusCode, reply.body).toBe(200);
    saved = reply.json<typeof saved>();
    const [first] = duties;
    expect((await list('')).json<{ rows: DutyRow[] }>().rows).toEqual(duties);
    expect(first?.masked ?? []).toEqual([]);
    at.city.clock.advance(86_400_000);
    authority = await at.city.as('catalogue-1');
    overseer = await at.city.as('overseer');
    const after = (await list('')).json<{ rows: DutyRow[] }>().rows;
    for (const row of after) {
      expect(row.masked).toContain('name');
      expect(row.name).toMatch(/^.\*+$/);
    }
  });

  test('台账：筛选、排序、检索、历史、详情都拿不到', async () => {
    const [known] = duties;
    if (known === undefined) throw new Error('no duties');
    const where = encodeURIComponent(JSON.stringify({ name: known.name }));
    expect((await list(`where=${where}`)).json()).toMatchObject({ code: 'city.forbidden' });
    expect((await list('sort=name')).json()).toMatchObject({ code: 'city.forbidden' });
    const found = await list(`search=${encodeURIComponent(known.name)}`);
    expect(found.statusCode >= 400 || found.json<{ rows: DutyRow[] }>().rows.length === 0, found.body).toBe(
      true,
    );
    for (const path of [`/${known.id}`, `/${known.id}/history`])
      expect((await authority.get(`/api/registers/rows/data-catalogue.duty${path}`)).body).not.toContain(
        known.name,
      );
    const search = await authority.get(`/api/registers/search?text=${encodeURIComponent(known.name)}`);
    expect(search.body).not.toContain(known.id);
  });

  test('台账：导出的表也脱敏，页面的策略管着导出', async () => {
    const [known] = duties;
    const made = await at.city.services.use(registers).sheets.plan(await principal('catalogue-1'), {
      register: 'data-catalogue.duty',
      query: {},
      fields: undefined,
      format: 'csv',
    });
    expect(made.fields.find(({ name }) => name === 'name')).toMatchObject({
      masked: true,
      class: 'sensitive',
    });
    const { body } = await at.city.services
      .use(registers)
      .sheets.make(
        await principal('catalogue-1'),
        { register: 'data-catalogue.duty', query: {}, fields: undefined, format: 'csv' },
        () => ({ note: '', row: (cells) => cells }),
      );
    const text = await textOf(body);
    expect(text.split('\n').length).toBeGreaterThan(3);
    expect(text).not.toContain(known?.name);
  });

  async function principal(account: string) {
    const guard = at.city.services.use(access);
    return guard.principalOf((await guard.admin.findSubjectId(account)) ?? '');
  }

  async function textOf(body: AsyncIterable<unknown>): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(Buffer.from(part as string | Uint8Array));
    return Buffer.concat(parts).toString('utf8');
  }

  test('共享接口：逐行脱敏；下一页的记号里没有主键', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    const names: string[] = [];
    do {
      const reply = await at.call(
        contract,
        `size=2${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      expect(reply.statusCode, reply.body).toBe(200);
      const page: { rows: { name: string }[]; next: string | null } = reply.json();
      seen.push(reply.body);
      names.push(...page.rows.map(({ name }) => name));
      after = page.next;
    } while (after !== null && names.length < firms.length);
    expect(names.length).toBe(firms.length);
    for (const { credit_code, name } of firms) {
      expect(seen.join()).not.toContain(credit_code);
      expect(seen.join()).not.toContain(name);
    }
    const forged = await at.call(contract, `size=2&after=${firms[0]?.credit_code}`);
    expect(forged.json()).toMatchObject({ code: 'lake.badQuery' });
  });

  test('共享文件：脱敏，带水印，溯源找得到', async () => {
    const grant = {
      department: 'city-ecology',
      provider: 'city-market-supervision',
      dataset: at.dataset,
      purpose: '测试',
      fields: ['credit_code', 'name', 'status'].map((name) => ({ name, masked: false })),
      rows: {},
      callsPerDay: 1000,
    };
    const made = await at.city.services.use(lake).sharedFile({ app: at.app, contract }, grant);
    const text = readFileSync(made.at, 'utf8');
    for (const { credit_code, name } of firms) {
      expect(text).not.toContain(credit_code);
      expect(text).not.toContain(name);
    }
    expect(readHidden(text).size).toBe(1);
    const reply = await overseer.post('/api/data-protection/trace', { text: text.slice(0, 5000) });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json<{ found: object[] }>().found).toMatchObject([
      { by: 'hidden', title: '共享文件（使用部门：阜阳市生态环境局）' },
    ]);
  });

  test('内容指纹装满为止：行数再多，不相干的值也不会认成它的', async () => {
    const boxes = await at.city.services.use(trust).vault.boxes();
    const print = makePrint(boxes, 100);
    for (let row = 0; row < 20_000; row += 1) print.add([`第${row}行的内容`]);
    const end = print.end();
    const known = (words: string) =>
      countKnown(
        end,
        indexValues(
          boxes,
          Array.from({ length: 500 }, (_, row) => `第${row}${words}`),
        ),
      );
    expect(known('行的内容')).toBe(500);
    expect(known('条别处的值')).toBeLessThan(50);
    expect(print.rows()).toBe(800);
  });

  test('开放：取数、筛选、检索、排序、分组、下载都没有原值', async () => {
    const basin = at.city.services.use(lake);
    const [state] = await basin.findDatasets([at.dataset]);
    const [known] = firms;
    if (state === undefined || known === undefined) throw new Error('no data');
    const fields = ['name', 'credit_code'];
    const ask = (more: object) => basin.open.seek({ state, fields, offset: 0, limit: 100, ...more });
    expect(JSON.stringify(await ask({}))).not.toContain(known.name);
    expect((await ask({ where: { name: [known.name] } })).rows).toEqual([]);
    expect((await ask({ search: known.name })).rows).toEqual([]);
    const sorted = await ask({ sort: [{ field: 'name', descending: true }] });
    expect(sorted.rows).toEqual((await ask({})).rows);
    await expect(
      basin.open.group({ state, by: 'name', measure: 'count', k: 1, most: 100 }),
    ).rejects.toMatchObject({ code: 'lake.badField' });
    const rows: unknown[] = [];
    for await (const row of basin.eachRow({ dataset: state, fields, most: 200 })) rows.push(row);
    expect(rows.length).toBe(firms.length);
    for (const { name, credit_code } of firms) {
      expect(JSON.stringify(rows)).not.toContain(name);
      expect(JSON.stringify(rows)).not.toContain(credit_code);
    }
  });

  test('数据湖：预览、按值筛选、画像、规则建议都没有原值', async () => {
    const basin = at.city.services.use(lake);
    const [known] = firms;
    const ask = (more: object) =>
      basin.rows({ dataset: at.dataset, size: 200, clearance: 'internal', ...more });
    expect(JSON.stringify(await ask({}))).not.toContain(known?.name);
    expect((await ask({ where: { name: known?.name ?? '' } })).rows).toEqual([]);
    await basin.quality.runProfile(at.dataset);
    const profile = await basin.quality.profile(at.dataset, 'internal');
    expect(profile?.columns.find(({ name }) => name === 'name')?.values).toEqual([]);
    expect(JSON.stringify(await basin.quality.suggest(at.dataset))).not.toContain(known?.name);
    expect(
      JSON.stringify(await basin.rows({ dataset: at.dataset, size: 200, clearance: 'sensitive' })),
    ).toContain(known?.name);
  });

  test('信息项不再列入目录、建议有变，已核定的照样脱敏', async () => {
    const { of } = at.city.services.use(registers);
    const filter = { field: 'key', is: 'equal', value: 'register:data-catalogue.duty#name' } as const;
    for (const standing of ['gone', 'waiting', 'confirmed']) {
      const [row] = await of(itemGrade).trusted.findMany(at.city.store.db, { filter, limit: 1 });
      if (row === undefined) throw new Error('no grade');
      await at.city.store.transaction((work) =>
        of(itemGrade).trusted.update(work, 'tester', row, { standing }),
      );
      await covers().changed();
      expect(covers().find('data-catalogue.duty', 'page')?.get('name')?.from, standing).toBe('sensitive');
    }
  });

  test('改了分类分级、策略就管不到的，须有权维护策略的人核定，并写明理由；前后都进审计', async () => {
    const { of } = at.city.services.use(registers);
    const filter = { field: 'key', is: 'equal', value: 'register:data-catalogue.duty#name' } as const;
    const read = async () => {
      const [row] = await of(itemGrade).trusted.findMany(at.city.store.db, { filter, limit: 1 });
      if (row === undefined) throw new Error('no grade');
      return row;
    };
    const set = async (who: Caller, more: object) => {
      const { id, version } = await read();
      const words = { class: 'sensitive-person', grade: 'general-2', opinion: '', ...more };
      const reply = await who.post('/api/data-catalogue/grading/set', { rows: [{ id, version }], ...words });
      return reply.json<object>();
    };
    expect(await set(authority, { grade: 'general-4', class: 'business' })).toMatchObject({
      code: 'data-catalogue.looserNeedsReason',
    });
    const refused = await set(authority, { opinion: '不再是' });
    expect(refused).toMatchObject({ code: 'data-catalogue.policyLost' });
    expect(JSON.stringify(refused)).toContain(base.name);
    const before = await read();
    await at.city.store.transaction((work) =>
      of(itemGrade).trusted.update(work, 'tester', before, { suggestedGrade: 'general-1' }),
    );
    const { id, version } = await read();
    const taken = await authority.post('/api/data-catalogue/grading/accept', { rows: [{ id, version }] });
    expect(taken.json()).toMatchObject({ code: 'data-catalogue.looserNeedsReason' });
    expect(covers().find('data-catalogue.duty', 'page')?.get('name')?.from).toBe('sensitive');
    const both = await official('both', ['data-protection:overseer', 'data-catalogue:authority']);
    expect(await set(both, { opinion: '核对过' })).toEqual({ done: 1 });
    expect(covers().find('data-catalogue.duty', 'page')?.get('name')).toBeUndefined();
    const lines = await sql<{
      detail: string;
    }>`select detail from access_audit where object_id = ${id} order by position desc limit 1`.execute(
      at.city.store.db,
    );
    expect(JSON.parse(lines.rows[0]?.detail ?? '{}')).toEqual({
      class: 'sensitive-person',
      grade: 'general-2',
      classBefore: 'sensitive-person',
      gradeBefore: 'general-4',
    });
    expect(await set(authority, { grade: 'general-4' })).toEqual({ done: 1 });
  });

  test('生效的策略保存时只能加严：推迟生效、追溯终止、换成不脱敏、少管出口和分类都不行；前后都进审计', async () => {
    const save = async (more: object) => {
      const policy = { ...base, ...more };
      const reply = await overseer.post('/api/data-protection/policies', {
        id: saved.id,
        version: saved.version,
        policy,
      });
      return reply.json<{ code?: string; id: string; version: number }>();
    };
    for (const more of [{ begins: '2027-01-01' }, { begins: '2026-11-01', ends: '2026-11-02' }])
      expect(await save(more)).toMatchObject({ code: 'data-protection.policyDays' });
    for (const more of [
      { mask: 'none' },
      { mask: 'hash' },
      { first: 6 },
      { watermark: false },
      { ways: ['page'] },
      { viewers: ['official'] },
      { classes: ['person'] },
      { grade: 'core' },
      { visibleFrom: 'internal' },
    ])
      expect(await save(more), JSON.stringify(more)).toMatchObject({ code: 'data-protection.policyLooser' });
    const edition = covers().edition();
    const stricter = await save({ first: 0, classes: [] });
    expect(stricter.code).toBeUndefined();
    expect(covers().edition()).toBeGreaterThan(edition);
    saved = { id: stricter.id, version: stricter.version };
    const lines = await sql<{
      detail: string;
    }>`select detail from access_audit where object_id = ${saved.id} order by position desc limit 1`.execute(
      at.city.store.db,
    );
    expect(JSON.parse(lines.rows[0]?.detail ?? '{}')).toMatchObject({
      classes: '',
      classesBefore: 'sensitive-person',
      mask: 'keep',
      maskBefore: 'keep',
      visibleFromBefore: 'sensitive',
      begins: base.begins,
      endsBefore: null,
    });
  });

  test('策略只加严：声明更严的不因策略放宽；市民看本人的不受限；终止后恢复', async () => {
    const object = 'data-catalogue.duty';
    expect(covers().find(object, 'page', 'citizen')).toBeUndefined();
    expect(covers().find(object, 'page', 'official')?.get('name')?.from).toBe('sensitive');
    const more = { ...base, name: '更宽的策略', visibleFrom: 'internal', first: 6, begins: '2026-11-20' };
    expect((await overseer.post('/api/data-protection/policies', { policy: more })).statusCode).toBe(200);
    expect(covers().find(object, 'page')?.get('name')?.from).toBe('sensitive');
    const [row] = (await list('')).json<{ rows: DutyRow[] }>().rows;
    expect(row?.name).toMatch(/^.?\*+$/);
    const stale = { id: saved.id, version: saved.version + 3, policy: base };
    expect((await overseer.post('/api/data-protection/policies', stale)).json()).toMatchObject({
      code: 'city.stale',
    });
    const ended = await overseer.post(`/api/data-protection/policies/${saved.id}/end`, {
      version: saved.version,
      ends: '2026-11-24',
    });
    expect(ended.statusCode, ended.body).toBe(200);
    at.city.clock.advance(86_400_000);
    expect(covers().find(object, 'page')?.get('name')?.from).toBe('internal');
  });
});
