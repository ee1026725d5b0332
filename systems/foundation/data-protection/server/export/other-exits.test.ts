/** Ways out that are no register: the audit by the security administrator's word, single papers at once while they are few, all on the one engine. */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSystems } from '../../../../../apps/server/find-systems.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { verifyProof } from '../../../../../engines/trust/proof/verify-proof.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { sql } from '../../../../../engines/store/index.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import urban from '../../../../governance/urban-management/contract.ts';

const base = '/api/data-protection';
const purpose = '配合上级审计，用后销毁';
const wish = { register: 'access.audit', where: { event: 'create' } };

let city: TestCity;
let auditor: Caller;
let keeper: Caller;
let security: Caller;
let officer: Caller;
let clerk: Caller;
let caseId = '';

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

async function official(account: string, role: string): Promise<Caller> {
  const { id } = await city.access.admin.createSubject({
    account,
    name: `${account}员`,
    kind: 'official',
    mustChange: false,
    posts: [{ role, department: 'city-urban-management', area: '341200000000' }],
  });
  return city.as(id);
}

async function decide(who: Caller, id: string) {
  const version = (await auditor.get(`${base}/exports/${id}`)).json<{ version: number }>().version;
  return who.post(`${base}/exports/${id}/decision`, { id, version, approve: true, opinion: '' });
}

async function take(who: Caller, id: string) {
  const version = (await who.get(`${base}/exports/${id}`)).json<{ version: number }>().version;
  return who.post(`${base}/exports/${id}/file`, { id, version });
}

async function exportsOf(type: string): Promise<readonly { readonly detail: string }[]> {
  const found = await sql<{ detail: string }>`select detail from access_audit
    where event = 'export' and object_type = ${type}`.execute(city.store.db);
  return found.rows;
}

beforeAll(async () => {
  const systems = (await findSystems()).map(({ seed: _seed, ...one }) => one);
  city = await openTestCity({ systems });
  auditor = await official('auditor', 'access:audit-administrator');
  security = await official('security', 'access:security-administrator');
  keeper = await official('keeper', 'access:system-administrator');
  officer = await official('officer', 'data-protection:officer');
  clerk = await official('clerk', 'urban-management:duty-officer');
  const declared = urban.cases?.case;
  if (declared === undefined) throw new Error('moved');
  await city.store.transaction(async (work) => {
    const row = await city.services.use(registers).of(declared).trusted.insert(work, 'system', {
      number: 'CG20260101-00001',
      source: 'citizen',
      description: '路灯不亮',
      address: '演示地址清河路',
      title: '路灯 清河路',
      status: 'closed',
      outcome: 'closed',
      openedAt: '2026-01-01T01:00:00Z',
      processVersion: 1,
      caseArea: '341202000000',
    });
    caseId = row.id;
  });
}, 180_000);
afterAll(() => city.close());

describe('审计记录', () => {
  test('没有直接导出的路；读不了审计的人申请不了；条件里的人不写明', async () => {
    expect((await auditor.get('/api/access/audit/export')).statusCode).toBe(404);
    for (const who of [keeper, officer, security])
      expect((await who.post(`${base}/exports/plan`, wish)).statusCode).toBe(403);
    const plan = await auditor.post(`${base}/exports/plan`, {
      ...wish,
      where: { subject: 'somebody', event: 'create' },
    });
    expect(plan.statusCode, plan.body).toBe(200);
    expect(plan.body).not.toContain('somebody');
    expect(plan.json()).toMatchObject({ reasons: ['审计记录离开本市，一律由安全管理员审批'] });
    const bad = await auditor.post(`${base}/exports/plan`, { ...wish, where: { event: 'x'.repeat(300) } });
    expect(codeOf(bad)).toBe('city.invalid');
  });

  test('只有安全管理员能批：数据主管部门的专员、系统管理员、申请人都不能；下载一次，表有水印，凭证照样可验', async () => {
    const asked = await auditor.post(`${base}/exports`, { wish, purpose });
    expect(asked.statusCode, asked.body).toBe(200);
    const { id, number } = asked.json<{ id: string; number: string }>();
    expect(codeOf(await decide(auditor, id))).toBe('data-protection.ownExport');
    for (const who of [officer, keeper])
      expect(codeOf(await decide(who, id))).toBe('data-protection.noSuchExport');
    expect((await security.get(`${base}/exports?of=waiting`)).json()).toMatchObject({
      mayDecide: true,
      rows: [{ number, title: '审计记录及凭证' }],
    });
    expect((await officer.get(`${base}/exports?of=waiting`)).json()).toMatchObject({ rows: [] });
    expect(codeOf(await take(auditor, id))).toBe('data-protection.exportMoved');
    expect((await decide(security, id)).statusCode).toBe(200);
    const file = await take(auditor, id);
    expect(file.statusCode, file.body.slice(0, 200)).toBe(200);
    const parts = unzipSync(file.rawPayload);
    const sheet = strFromU8(parts['审计记录.csv'] ?? new Uint8Array());
    expect(sheet).toContain(`导出编号 ${number}`);
    const proof = strFromU8(parts['凭证.json'] ?? new Uint8Array());
    expect(verifyProof(proof, await city.services.use(trust).publicKeys()).outcome).toBe('proven');
    expect(codeOf(await take(auditor, id))).toBe('data-protection.exportTaken');
    // One copied row leads back to it.
    const tracer = await official('tracer', 'data-protection:export-auditor');
    const row = sheet.trim().split('\r\n').at(-1) ?? '';
    const traced = await tracer.post(`${base}/trace`, { text: row });
    expect(traced.json()).toMatchObject({ found: [{ number, by: 'hidden' }] });
    expect((await exportsOf('access.audit')).length + (await exportsOf('audit')).length).toBe(2);
  });
});

describe('行数超过内容指纹', () => {
  test('指纹装满后的行不在其中：审批记录和溯源结果都写明只含前多少行', async () => {
    const { exits } = city.services.use(access);
    const rows = 200_010;
    exits.add('test.many', {
      ...exits.get('access.audit'),
      title: '演示大表',
      async make(_context, _wish, markOf) {
        const mark = markOf(rows);
        const lines = Array.from({ length: rows }, (_, row) => mark.row([`演示内容第${row}行`]).join(','));
        return {
          body: Buffer.from([mark.note, ...lines].join('\n')),
          contentType: 'text/csv; charset=utf-8',
          fileName: 'many.csv',
          rows,
        };
      },
    });
    const asked = await auditor.post(`${base}/exports`, { wish: { register: 'test.many' }, purpose });
    expect(asked.statusCode, asked.body).toBe(200);
    const { id, number } = asked.json<{ id: string; number: string }>();
    expect((await decide(security, id)).statusCode).toBe(200);
    const file = await take(auditor, id);
    expect(file.statusCode).toBe(200);
    const read = async () => (await auditor.get(`${base}/exports/${id}`)).json<object>();
    await expect.poll(read, { timeout: 30_000 }).toMatchObject({ takenRows: rows, printedRows: 200_000 });
    const overseer = await official('overseer', 'data-protection:overseer');
    const traced = await overseer.post(`${base}/trace`, { text: `导出编号 ${number}` });
    expect(traced.json<{ found: object[] }>().found).toMatchObject([{ number, printedRows: 200_000 }]);
  }, 120_000);
});

describe('单份案卷', () => {
  const file = (who: Caller) => who.get(`/api/urban-management/cases/${caseId}/file`);
  const setMost = (most: number) =>
    city.store.transaction((work) => city.store.settings.change(work, 'access.papers-a-day', most));

  test('每份有取件号和记录；一天超过份数须逐份审批，获准后是同一份；第二天重新计', async () => {
    await setMost(5);
    await expect.poll(() => city.store.settings.value('access.papers-a-day'), { timeout: 10_000 }).toBe(5);
    for (let at = 0; at < 5; at += 1) expect((await file(clerk)).statusCode).toBe(200);
    const lines = await exportsOf('urban-management.case');
    expect(lines).toHaveLength(5);
    const marks = new Set(lines.map(({ detail }) => (JSON.parse(detail) as { mark: string }).mark));
    expect(marks.size).toBe(5);
    expect(codeOf(await file(clerk))).toBe('access.papersOver');
    const own = { register: 'urban-management.case-file', where: { id: caseId } };
    // Whoever may not read the case may not ask for its file either.
    expect((await keeper.post(`${base}/exports`, { wish: own, purpose })).statusCode).toBe(403);
    const asked = await clerk.post(`${base}/exports`, { wish: own, purpose });
    expect(asked.statusCode, asked.body).toBe(200);
    const { id } = asked.json<{ id: string }>();
    const version = (await clerk.get(`${base}/exports/${id}`)).json<{ version: number }>().version;
    const body = { id, version, approve: true, opinion: '' };
    expect(codeOf(await security.post(`${base}/exports/${id}/decision`, body))).toBe(
      'data-protection.noSuchExport',
    );
    expect((await officer.post(`${base}/exports/${id}/decision`, body)).statusCode).toBe(200);
    const taken = await take(clerk, id);
    expect(taken.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    city.clock.advance(86_400_000);
    expect((await file(await city.as('clerk'))).statusCode).toBe(200);
  });

  test('十份同时要，只给当天剩下的份数', async () => {
    city.clock.advance(86_400_000);
    const who = await city.as('clerk');
    const replies = await Promise.all(Array.from({ length: 10 }, () => file(who)));
    expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
  });
});
