/** 导出审批 and 水印溯源 over HTTP: who asks, who decides, what the file is, how often, and how a leaked part of it leads back. */
import { readXlsx } from 'hucre';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSystems } from '../../../../../apps/server/find-systems.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { listLines } from '../../../../../test/support/audit.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import urban from '../../../../governance/urban-management/contract.ts';
import { exported } from '../../registers/export.ts';
import { expireExports } from './expire-exports.ts';

const base = '/api/data-protection';
const area = '341200000000';
const owner = 'city-urban-management';
const reports = 30;

let city: TestCity;
let asker: Caller;
let officer: Caller;
let overseer: Caller;
let auditor: Caller;
let stranger: Caller;

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

const urbanCase = urban.cases?.case;

/** 演示数据: names and numbers are made up. */
async function writeCases(): Promise<void> {
  if (urbanCase === undefined) throw new Error('moved');
  await city.store.transaction(async (work) => {
    for (let at = 0; at < reports; at += 1) {
      const serial = String(at).padStart(2, '0');
      await city.services
        .use(registers)
        .of(urbanCase)
        .trusted.insert(work, 'system', {
          number: `CG20260101-000${serial}`,
          source: 'citizen',
          description: '路灯不亮',
          address: `演示地址清河路${serial}号院东侧`,
          title: `路灯 清河路${serial}号`,
          status: 'closed',
          outcome: 'closed',
          openedAt: '2026-01-01T01:00:00Z',
          closedAt: '2026-01-03T01:00:00Z',
          processVersion: 1,
          caseArea: '341202000000',
          reporterName: `演示报案人${serial}号`,
          reporterPhone: `138123456${serial}`,
        });
    }
  });
}

async function official(account: string, roles: readonly string[], department = owner): Promise<Caller> {
  const { id } = await city.access.admin.createSubject({
    account,
    name: `${account}员`,
    kind: 'official',
    mustChange: false,
    posts: roles.map((role) => ({ role, department, area })),
  });
  return city.as(id);
}

beforeAll(async () => {
  const systems = (await findSystems()).map(({ seed: _seed, ...one }) => one);
  city = await openTestCity({ systems });
  await writeCases();
  asker = await official('asker', ['urban-management:duty-officer', 'data-protection:officer']);
  officer = await official('officer', ['data-protection:officer']);
  overseer = await official('overseer', ['data-protection:overseer']);
  auditor = await official('auditor', ['data-protection:export-auditor']);
  stranger = await official('stranger', ['data-protection:officer'], 'city-water-resources');
}, 180_000);
afterAll(() => city.close());

const wish = {
  register: 'urban-management.case',
  fields: ['number', 'address', 'reporterName', 'reporterPhone'],
  format: 'csv',
};
const purpose = '回访上月报案人';

async function ask(extra: object = {}): Promise<{ id: string; number: string }> {
  const reply = await asker.post(`${base}/exports`, { wish: { ...wish, ...extra }, purpose });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
}

async function versionOf(id: string, who = asker): Promise<number> {
  return (await who.get(`${base}/exports/${id}`)).json<{ version: number }>().version;
}

async function decide(who: Caller, id: string, approve: boolean, opinion = '') {
  const version = await versionOf(id, who);
  return who.post(`${base}/exports/${id}/decision`, { id, version, approve, opinion });
}

async function take(who: Caller, id: string) {
  return who.post(`${base}/exports/${id}/file`, { id, version: await versionOf(id) });
}

async function takeApproved(extra: object = {}) {
  const { id, number } = await ask(extra);
  expect((await decide(officer, id, true)).statusCode).toBe(200);
  const file = await take(asker, id);
  expect(file.statusCode, file.body).toBe(200);
  return { id, number, file };
}

async function trace(body: object) {
  const reply = await auditor.post(`${base}/trace`, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ found: { number: string; by: string; hits: number; share: number | null }[] }>().found;
}

describe('申请和审批', () => {
  test('直接导出被拒绝,核对时看到字段类别和须审批的原因,没有内容', async () => {
    const direct = await asker.post('/api/registers/exports', wish);
    expect(codeOf(direct)).toBe('registers.approvalNeeded');
    const plan = await asker.post(`${base}/exports/plan`, {
      ...wish,
      where: { reporterPhone: '13812345601' },
    });
    expect(plan.json()).toMatchObject({
      rows: 1,
      ownerName: expect.any(String),
      conditions: expect.any(String),
    });
    expect(plan.body).not.toContain('13812345601');
    const there = await asker.post('/api/registers/exports/plan', wish);
    expect(there.json()).toMatchObject({ approveAt: '/data-protection/exports/new' });
  });

  test('没有导出权限的人不能申请,不须审批的不收申请,用途必填', async () => {
    const without = await officer.post(`${base}/exports`, { wish, purpose });
    expect(without.statusCode).toBe(403);
    const harmless = await asker.post(`${base}/exports`, { wish: { ...wish, fields: ['number'] }, purpose });
    expect(codeOf(harmless)).toBe('data-protection.noApprovalNeeded');
    expect((await asker.post(`${base}/exports`, { wish, purpose: '要' })).statusCode).toBe(400);
    expect(
      (await asker.post(`${base}/exports`, { wish: { ...wish, fields: ['none'] }, purpose })).statusCode,
    ).toBe(400);
  });

  test('本人不能审批自己的;别的部门的专员看不到也不能审批;不同意须有理由,申请人看得到', async () => {
    const { id } = await ask();
    expect(codeOf(await decide(asker, id, true))).toBe('data-protection.ownExport');
    expect(codeOf(await stranger.get(`${base}/exports/${id}`))).toBe('data-protection.noSuchExport');
    const version = await versionOf(id);
    const body = { id, version, approve: true, opinion: '' };
    expect(codeOf(await stranger.post(`${base}/exports/${id}/decision`, body))).toBe(
      'data-protection.noSuchExport',
    );
    // The auditor sees it and decides over nothing.
    expect((await auditor.get(`${base}/exports/${id}`)).json()).toMatchObject({ mayDecide: false });
    expect((await auditor.post(`${base}/exports/${id}/decision`, body)).statusCode).toBe(403);
    expect(codeOf(await take(asker, id))).toBe('data-protection.exportMoved');
    expect((await decide(officer, id, false)).statusCode).toBe(400);
    expect((await decide(officer, id, false, '名单可在系统内核对')).statusCode).toBe(200);
    expect((await asker.get(`${base}/exports/${id}`)).json()).toMatchObject({
      state: 'refused',
      opinion: '名单可在系统内核对',
      mayTake: false,
    });
    expect(codeOf(await take(asker, id))).toBe('data-protection.exportMoved');
    expect(codeOf(await decide(overseer, id, true))).toBe('data-protection.exportMoved');
  });

  test('审批人看到条件,看不到条件里的个人信息;库里也没有', async () => {
    const { id } = await ask({ where: { reporterPhone: '13812345607' } });
    const seen = (await officer.get(`${base}/exports/${id}`)).json();
    expect(seen).toMatchObject({ rows: 1, purpose, own: false, mayDecide: true });
    expect(seen.conditions).toContain('值已隐去');
    expect(seen.told).toContain('：');
    expect(JSON.stringify(seen)).not.toContain('13812345607');
    const withdrawn = await asker.post(`${base}/exports/${id}/withdrawal`, {
      id,
      version: await versionOf(id),
    });
    expect(withdrawn.statusCode).toBe(200);
    expect(codeOf(await decide(officer, id, true))).toBe('data-protection.exportMoved');
  });

  test('审批人的待办里有它,申请人只列出自己的', async () => {
    const { id } = await ask();
    const waiting = (await officer.get(`${base}/exports?of=waiting`)).json();
    expect(waiting.rows.map((row: { id: string }) => row.id)).toContain(id);
    expect((await stranger.get(`${base}/exports?of=waiting`)).json().rows).toEqual([]);
    expect((await stranger.get(`${base}/exports?of=mine`)).json().rows).toEqual([]);
    expect((await auditor.get(`${base}/exports?of=all`)).json().total).toBeGreaterThanOrEqual(3);
  });
});

describe('文件', () => {
  test('获准后本人下载一次:当时的行、看得见的一行说明、审计有记录', async () => {
    const { id, number, file } = await takeApproved();
    expect(file.body.split('\r\n')[0]).toContain(number);
    expect(file.body.split('\r\n')[0]).toContain(purpose);
    // Note, header, rows.
    expect(file.body.trim().split('\r\n')).toHaveLength(reports + 2);
    expect(codeOf(await take(asker, id))).toBe('data-protection.exportTaken');
    expect((await officer.post(`${base}/exports/${id}/file`, { id, version: 3 })).statusCode).toBe(403);
    const lines = await listLines(city.store, { objectId: id, event: 'export' });
    expect(lines).toHaveLength(1);
  });

  test('过期不能下载,夜间任务写明', async () => {
    const { id } = await ask();
    await decide(officer, id, true);
    const rows = city.services.use(registers).of(exported).trusted;
    await city.store.transaction(async (work) => {
      const row = await rows.lock(work, id);
      if (row === undefined) throw new Error('gone');
      await rows.update(work, 'test', row, { until: new Date(work.now.getTime() - 1000).toISOString() });
    });
    expect(codeOf(await take(asker, id))).toBe('data-protection.exportOver');
    await expireExports(city.services);
    expect((await rows.find(city.store.db, id))?.standing).toBe('expired');
  });

  test('同时下载两次只给一份', async () => {
    const { id } = await ask();
    await decide(officer, id, true);
    const version = await versionOf(id);
    const both = await Promise.all(
      [1, 2].map(() => asker.post(`${base}/exports/${id}/file`, { id, version })),
    );
    expect(both.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });
});

describe('溯源', () => {
  test('粘贴一行、去掉说明的一部分、整份 Excel,都指向那一次导出', async () => {
    const { number, file } = await takeApproved();
    await takeApproved();
    const lines = file.body.trim().split('\r\n');
    expect(await trace({ text: lines[5] ?? '' })).toMatchObject([{ number, by: 'hidden' }]);
    const part = await trace({ text: lines.slice(10, 20).join('\n') });
    expect(part[0]).toMatchObject({ number, by: 'hidden' });
    expect(part[0]?.hits).toBeGreaterThanOrEqual(10);
    const excel = await takeApproved({ format: 'xlsx' });
    const workbook = await readXlsx(excel.file.rawPayload);
    const cells = workbook.sheets[0]?.rows[8] ?? [];
    expect((await trace({ text: cells.join('\t') }))[0]).toMatchObject({
      number: excel.number,
      by: 'hidden',
    });
  });

  test('洗掉水印、改了格式,按内容仍能找到;只有看得见的编号也能找到,并与水印区别', async () => {
    const few = await takeApproved({
      where: { number: 'CG20260101-00021,CG20260101-00022,CG20260101-00023' },
    });
    const washed = few.file.body
      .replaceAll(/[\u200b-\u200d\u2060]/g, '')
      .trim()
      .split('\r\n')
      .slice(2)
      .join(' ; ');
    const found = await trace({ text: washed });
    expect(found.map((one) => one.by)).toContain('content');
    expect(found.find((one) => one.number === few.number)).toMatchObject({ by: 'content', share: 1 });
    expect((await trace({ text: `见 ${few.number}` }))[0]).toMatchObject({ number: few.number, by: 'line' });
  });

  test('不相干的内容找不到;没有权限不能溯源;残缺的文件说明原因', async () => {
    const foreign = Array.from({ length: 50 }, (_, at) => `完全无关的内容${at}`).join('\n');
    expect(await trace({ text: foreign })).toEqual([]);
    expect((await asker.post(`${base}/trace`, { text: 'x' })).statusCode).toBe(403);
    expect((await auditor.post(`${base}/trace`, {})).statusCode).toBe(400);
  });
});
