/** What a person and the officers of the owning departments see of the five rights, over HTTP: own rows only, the legal time, one copy, corrections with history, refusals with their ground. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSystems } from '../../../../apps/server/find-systems.ts';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { listLines } from '../../../../test/support/audit.ts';
import cityCode from '../../../government/city-code/contract.ts';
import urban from '../../../governance/urban-management/contract.ts';
import { makeProtection } from './demo/make-protection.ts';

let city: TestCity;
let ids: { readonly cheng: string; readonly yao: string };
let cheng: Caller;
let yao: Caller;
let holding = '';
let report = '';

const { holder, presentation } = cityCode.registers ?? {};
const urbanCase = urban.cases?.case;

async function citizen(account: string, name: string): Promise<string> {
  const { id } = await city.access.admin.createSubject({ account, name, kind: 'citizen', mustChange: false });
  return id;
}

async function toL2(caller: Caller): Promise<void> {
  const { shown } = (await caller.post('/api/access/identity/phone-code')).json<{ shown: string }>();
  expect((await caller.post('/api/access/identity/phone', { code: shown })).statusCode).toBe(200);
}

/** A code holder with two presentations and a closed report of his, as their systems would have written them. */
async function writeRows(
  subject: string,
  name: string,
  serial: string,
): Promise<{ holding: string; report: string }> {
  if (holder === undefined || presentation === undefined || urbanCase === undefined) throw new Error('moved');
  const rows = city.services.use(registers);
  return city.store.transaction(async (work) => {
    const at = work.now.toISOString();
    const held = await rows.of(holder).trusted.insert(work, 'city-code', {
      holder: subject,
      name,
      idCard: completeIdCard(`3412021990010199${serial}`),
      claimedAt: at,
      way: 'phone',
    });
    for (const mark of ['a', 'b'])
      await rows.of(presentation).trusted.insert(work, 'city-code', {
        holder: held.id,
        scene: 'transit',
        at,
        place: '1 路公交',
        way: 'online',
        mark: `${serial}.${mark}`,
      });
    const made = await rows.of(urbanCase).trusted.insert(work, subject, {
      number: `CG20260101-0000${serial}`,
      source: 'citizen',
      description: '路灯不亮',
      address: '清河路',
      title: '路灯 清河路',
      status: 'closed',
      outcome: 'closed',
      openedAt: '2026-01-01T01:00:00Z',
      closedAt: '2026-01-03T01:00:00Z',
      processVersion: 1,
      initiator: subject,
      caseArea: '341202000000',
      reporterName: name,
      reporterPhone: '13812345678',
    });
    return { holding: held.id, report: made.id };
  });
}

beforeAll(async () => {
  const systems = (await findSystems()).map(({ seed: _seed, ...one }) => one);
  city = await openTestCity({ systems, demo: true });
  await makeProtection(city.services);
  ids = { cheng: await citizen('13700000101', '程望'), yao: await citizen('13700000102', '姚远') };
  cheng = await city.as(ids.cheng);
  yao = await city.as(ids.yao);
  ({ holding, report } = await writeRows(ids.cheng, '程望', '1'));
  await writeRows(ids.yao, '姚远', '2');
}, 120_000);
afterAll(() => city.close());

const base = '/api/data-protection';
const cases = '/api/flow/cases/data-protection.request';
const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

async function ask(caller: Caller, body: object): Promise<string> {
  const reply = await caller.post(`${base}/requests`, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ requests: { id: string }[] }>().requests[0]?.id ?? '';
}

async function act(who: string, id: string, action: string, values: object = {}) {
  const caller = await city.as(who);
  const { version } = (await caller.get(`${cases}/${id}`)).json();
  return caller.post(`${cases}/${id}/acts`, { version, action, values });
}

describe('查阅复制', () => {
  test('手机没有验证过的人不能查；验证后只看到自己的，按台账列出，值是脱敏的', async () => {
    expect(codeOf(await cheng.get(`${base}/mine`))).toBe('access.levelNeeded');
    // The engine's own door is guarded as well.
    const opened = await cheng.post(cases, { values: { kind: 'access', register: 'city-code.holder' } });
    expect(codeOf(opened)).toBe('access.levelNeeded');
    await toL2(cheng);
    await toL2(yao);
    const { rows, days } = (await cheng.get(`${base}/mine`)).json();
    expect(days).toBe(15);
    const counts = Object.fromEntries(
      rows.map(({ register, count }: { register: string; count: number }) => [register, count]),
    );
    expect(counts).toEqual({
      'city-code.holder': 1,
      'city-code.presentation': 2,
      'urban-management.case': 1,
    });
    const own = (await cheng.get(`${base}/mine/urban-management.case`)).json();
    expect(own.rows).toHaveLength(1);
    expect(own.rows[0]).toMatchObject({
      id: report,
      fields: [
        { name: 'reporterName', value: '程*' },
        { name: 'reporterPhone', value: '138****5678' },
      ],
    });
    expect((await city.visitor.get(`${base}/mine`)).statusCode).toBe(401);
    expect((await (await city.as('privacy-data')).get(`${base}/mine`)).statusCode).toBe(403);
  });

  test('每个责任部门一件，十五个工作日；重复提出的不收；别人的请求看不到', async () => {
    const reply = (await cheng.post(`${base}/requests`, { kind: 'access' })).json();
    expect(reply.requests).toHaveLength(2);
    const again = await cheng.post(`${base}/requests`, { kind: 'access' });
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'data-protection.alreadyAsked']);
    const { rows } = (await cheng.get(`${base}/requests`)).json();
    // From Monday 23 November, ten o'clock: fifteen working days later.
    for (const row of rows) expect(row.dueAt.slice(0, 10)).toBe('2026-12-14');
    const [first] = reply.requests;
    expect((await yao.get(`${base}/requests/${first.id}`)).statusCode).toBe(404);
    expect((await yao.post(`${base}/requests/${first.id}/copy`)).statusCode).toBe(404);
    expect(codeOf(await cheng.post(`${base}/requests/${first.id}/copy`))).toBe('data-protection.notProvided');
    const owners = rows.map(({ ownerName }: { ownerName: string }) => ownerName).sort();
    expect(owners).toEqual([
      expect.stringContaining('阜阳市城市管理局'),
      expect.stringContaining('阜阳市数据资源管理局'),
    ]);
  });

  test('责任部门同意后只能下载一次，内容只有本人的，有回执，留下的只是摘要', async () => {
    const { rows } = (await cheng.get(`${base}/requests`)).json();
    const mine = rows.find(({ ownerName }: { ownerName: string }) => ownerName.includes('数据资源'));
    expect((await (await city.as('privacy-urban')).get(`${cases}/${mine.id}`)).statusCode).toBe(404);
    const done = await act('privacy-data', mine.id, 'provide', { answer: '副本见附件' });
    expect(done.statusCode, done.body).toBe(200);
    expect((await cheng.get(`${base}/requests/${mine.id}`)).json()).toMatchObject({
      canTake: true,
      state: 'done',
    });
    const copy = await cheng.post(`${base}/requests/${mine.id}/copy`);
    expect(copy.statusCode, copy.body.slice(0, 200)).toBe(200);
    const files = unzipSync(new Uint8Array(copy.rawPayload));
    expect(Buffer.from(files['个人信息副本.pdf']?.subarray(0, 5) ?? []).toString()).toBe('%PDF-');
    const text = Buffer.from(files['个人信息副本.json'] ?? []).toString();
    const content = JSON.parse(text);
    expect(content.registers.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['city-code.holder', 'city-code.presentation']),
    );
    expect(text).toContain('程望');
    expect(text).not.toContain('姚远');
    expect(text).not.toContain(ids.yao);
    const twice = await cheng.post(`${base}/requests/${mine.id}/copy`);
    expect([twice.statusCode, codeOf(twice)]).toEqual([409, 'data-protection.taken']);
    const receipt = await cheng.get(`${base}/requests/${mine.id}/receipt`);
    expect(receipt.statusCode).toBe(200);
    expect(receipt.body).not.toContain('程望');
    const lines = await listLines(city.store, { objectId: mine.id, event: 'export' });
    expect(lines).toHaveLength(1);
  });
});

describe('更正', () => {
  test('只能改登记允许就地更正的字段；格式不对、内容相同、别人的记录都不收', async () => {
    const correct = (row: string, changes: object, caller = cheng) =>
      caller.post(`${base}/requests`, { kind: 'correct', register: 'urban-management.case', row, changes });
    expect(codeOf(await correct(report, { address: '别处' }))).toBe('data-protection.notCorrectable');
    expect(codeOf(await correct(report, { reporterPhone: '123' }))).toBe('city.invalid');
    expect(codeOf(await correct(report, { reporterPhone: '13812345678' }))).toBe('data-protection.unchanged');
    expect(codeOf(await correct(report, {}))).toBe('data-protection.changesWrong');
    expect(codeOf(await correct(report, { reporterPhone: '13912345679' }, yao))).toBe(
      'data-protection.nothingHeld',
    );
    expect(
      codeOf(await correct('018f0000-0000-7000-8000-000000000000', { reporterPhone: '13912345679' })),
    ).toBe('data-protection.nothingHeld');
  });

  test('专员看到的不超过他自己的权限，无权看记录的不能办；更正后留下历史', async () => {
    const id = await ask(cheng, {
      kind: 'correct',
      register: 'urban-management.case',
      row: report,
      changes: { reporterPhone: '13912345679' },
    });
    // The same department, the same right, but no permission to read the register.
    const department = 'city-urban-management';
    const blind = await city.access.admin.createSubject({
      account: 'privacy-blind',
      name: '新来者',
      kind: 'official',
      mustChange: false,
      posts: [{ role: 'data-protection:officer', department, area: '341200000000' }],
    });
    const seenBy = async (who: string) =>
      (await (await city.as(who)).get(`${base}/requests/${id}/review`)).json();
    expect(await seenBy(blind.id)).toMatchObject({ reach: false, row: null });
    expect(codeOf(await act(blind.id, id, 'correct'))).toBe('data-protection.outOfReach');
    const seen = await seenBy('privacy-urban');
    expect(seen.row.fields).toEqual([
      { title: '联系电话', now: '13812345678', wanted: '13912345679', masked: false },
    ]);
    // Whoever reads the case without the clearance sees neither.
    const row = (await (await city.as('privacy-urban')).get(`${cases}/${id}`)).json().row;
    expect(JSON.stringify(row)).not.toContain('13912345679');
    expect((await act('privacy-urban', id, 'correct')).statusCode).toBe(200);
    const history = (
      await (
        await city.as('privacy-urban')
      ).get(`/api/registers/rows/urban-management.case/${report}/history`)
    ).json();
    expect(JSON.stringify(history)).toContain('13912345679');
    expect((await cheng.get(`${base}/requests/${id}`)).json()).toMatchObject({ state: 'done' });
  });
});

describe('删除', () => {
  test('法定保存期限未满的删不了，只能按理由答复；理由不适用于这项权利的不行', async () => {
    const id = await ask(cheng, { kind: 'erase', register: 'urban-management.case', row: report });
    expect((await act('privacy-urban', id, 'erase')).json()).toMatchObject({
      code: 'registers.stillKept',
      message: expect.stringContaining('2036-01-01'),
    });
    const wrong = await act('privacy-urban', id, 'refuse', { ground: 'hinder', answer: '不予删除' });
    expect(codeOf(wrong)).toBe('data-protection.groundWrong');
    const refused = await act('privacy-urban', id, 'refuse', { ground: 'kept', answer: '期满后将匿名化' });
    expect(refused.statusCode, refused.body).toBe(200);
    expect((await cheng.get(`${base}/requests/${id}`)).json()).toMatchObject({
      state: 'refused',
      answer: '期满后将匿名化',
      ground: '法定保存期限未满（个人信息保护法第47条第二款）',
    });
  });

  test('没有法定期限的依请求删除，记下数量和摘要，不记内容；暂缓的不删', async () => {
    const { rows } = (await cheng.get(`${base}/mine/city-code.presentation`)).json();
    const [target] = rows;
    const id = await ask(cheng, { kind: 'erase', register: 'city-code.presentation', row: target.id });
    const keeper = await city.as('privacy-overseer');
    const held = await keeper.post('/api/registers/rows/registers.hold', {
      values: { register: 'city-code.presentation', row: target.id, reason: '诉讼保全' },
    });
    expect(held.statusCode, held.body).toBe(200);
    expect(codeOf(await act('privacy-data', id, 'erase'))).toBe('registers.held');
    const { row } = held.json();
    const lifted = await keeper.patch(`/api/registers/rows/registers.hold/${row.id}`, {
      version: row.version,
      values: { liftedAt: city.clock.now().toISOString() },
    });
    expect(lifted.statusCode, lifted.body).toBe(200);
    const erased = await act('privacy-data', id, 'erase');
    expect(erased.statusCode, erased.body).toBe(200);
    expect((await cheng.get(`${base}/mine/city-code.presentation`)).json().rows).toHaveLength(1);
    const records = (await keeper.get('/api/registers/rows/registers.destruction')).json();
    expect(records.rows[0]).toMatchObject({ register: 'city-code.presentation', action: 'delete', rows: 1 });
    expect(JSON.stringify(records)).not.toContain(target.id);
  });

  test('没有登记处置方式的台账不在此删除', async () => {
    const id = await ask(cheng, { kind: 'erase', register: 'city-code.holder', row: holding });
    expect(codeOf(await act('privacy-data', id, 'erase'))).toBe('registers.noRule');
  });
});

test('撤回同意和解释说明须有答复；本人可以撤回自己的请求', async () => {
  const id = await ask(yao, { kind: 'withdraw', register: 'city-code.holder', reason: '不再使用' });
  expect((await act('privacy-data', id, 'stop')).statusCode).toBe(400);
  expect((await act('privacy-data', id, 'stop', { answer: '已停止签发' })).statusCode).toBe(200);
  const explain = await ask(yao, { kind: 'explain', register: 'city-code.presentation' });
  expect((await yao.post(`${base}/requests/${explain}/withdraw`, { reason: '已明白' })).statusCode).toBe(200);
  expect((await yao.get(`${base}/requests/${explain}`)).json()).toMatchObject({ state: 'withdrawn' });
  // A stage that is not that of the kind, and a case that is no citizen's, are refused.
  const odd = await yao.post(cases, {
    stage: 'erase',
    values: { kind: 'explain', register: 'city-code.holder' },
  });
  expect(odd.statusCode).toBe(400);
});

test('请求办结满三年，请求里和办理过程里都不再有这个人', async () => {
  city.clock.advance(1097 * 86_400_000);
  const job = await city.store.jobs.start('registers.destroy', {}, 'test');
  await expect.poll(async () => (await city.store.jobs.status(job))?.state, { timeout: 30_000 }).toBe('done');
  await city.store.drain();
  const keeper = await city.as('privacy-overseer');
  const { rows } = (await keeper.get('/api/registers/rows/data-protection.request?size=50')).json();
  const closed = rows.filter(({ status }: { status: string }) => status === 'closed');
  expect(closed.length).toBeGreaterThan(0);
  for (const row of closed) {
    expect(row.initiator).toBeNull();
    const seen = await keeper.get(`${cases}/${row.id}`);
    expect(seen.statusCode, seen.body).toBe(200);
    for (const text of ['程望', '姚远', ids.cheng, ids.yao, '13912345679'])
      expect(seen.body).not.toContain(text);
  }
});
