/** Citizens' identity and acting for others, over HTTP: levels one after the other, consent, period, and every refusal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract, post } from '../../../../kernel/contract.ts';
import { defineSystem } from '../../../../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { access } from '../../service.ts';
import { listLines } from '../audit/list-lines.ts';

const who = z.object({ as: z.string() });
const affairs = defineContract({
  id: 'affairs',
  title: '测试事项',
  plan: [],
  permissions: { file: '申报', read: '查看', keep: '保管' },
  roles: {
    citizen: { title: '市民', allow: ['file', 'read'] },
    keeper: { title: '保管员', allow: ['keep'] },
  },
  routes: {
    file: post('/file', { title: '申报', allow: 'file', input: z.object({}), output: who }),
    read: post('/read', { title: '查看', allow: 'read', input: z.object({}), output: who }),
    keep: post('/keep', { title: '保管', allow: 'keep', input: z.object({}), output: who }),
    pension: post('/pension', {
      title: '养老金资格认证',
      allow: 'file',
      level: 'L3',
      input: z.object({}),
      output: who,
    }),
    seal: post('/seal', { title: '领取', allow: 'file', level: 'L4', input: z.object({}), output: who }),
  },
});
const reply = (_: unknown, { principal }: { principal: { id: string } }) => ({ as: principal.id });
const system = defineSystem({
  contract: affairs,
  handlers: {
    async file(_, { principal, use }) {
      await use(access).auditAlone(principal, {
        module: 'affairs',
        event: 'create',
        objectType: 'affair',
        objectId: principal.id,
        result: 'success',
      });
      return { as: principal.id };
    },
    read: reply,
    keep: reply,
    pension: reply,
    seal: reply,
  },
});

let city: TestCity;
let clerk: Caller;
let department = '';

interface Citizen {
  readonly id: string;
  readonly account: string;
  readonly token: string;
  readonly caller: Caller;
}

async function citizen(account: string, name: string): Promise<Citizen> {
  const { id } = await city.access.admin.createSubject({ account, name, kind: 'citizen', mustChange: false });
  const token = await city.access.admin.openSession(id);
  return { id, account, token, caller: await city.as(id) };
}

async function toL2({ caller }: Citizen): Promise<void> {
  const { shown } = (await caller.post('/api/access/identity/phone-code')).json<{ shown: string }>();
  expect((await caller.post('/api/access/identity/phone', { code: shown })).statusCode).toBe(200);
}

async function toL3(one: Citizen, idCard: string): Promise<void> {
  await toL2(one);
  expect((await one.caller.post('/api/access/identity/name', { idCard })).json()).toEqual({ done: true });
}

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;
const level = async ({ caller }: Citizen) => (await caller.get('/api/access/identity')).json().level;

function as(agent: Citizen, agency: string, url: string, payload: object = {}) {
  return city.app.inject({
    method: 'POST',
    url,
    cookies: { city_session: agent.token },
    headers: { 'x-city-request': '1', 'x-acting-for': agency },
    payload,
  });
}

function terms(days = 30, actions = ['affairs:file']) {
  const now = city.clock.now().getTime();
  return {
    actions,
    from: new Date(now).toISOString(),
    to: new Date(now + days * 86_400_000).toISOString(),
  };
}

async function lines(objectId: string, more: { event?: string; module?: string }) {
  const filter = { subject: '', module: '', event: '', from: '', to: '', objectId, ...more };
  return (await listLines(city.store, filter, { page: 1, size: 5 })).rows;
}

let son: Citizen;
let mother: Citizen;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  department = (await city.access.departments())[0]?.id ?? '';
  const { id } = await city.access.admin.createSubject({
    account: 'clerk',
    name: '窗口人员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'access:identity-clerk', department, area: '341200000000' }],
  });
  clerk = await city.as(id);
  son = await citizen('13700000001', '颍大年');
  mother = await citizen('13700000002', '秦安');
});
afterAll(() => city.close());

describe('实名等级', () => {
  test('等级不够的事项说明需要哪一级；逐级核验后办得成，官员不受市民等级限制', async () => {
    const refused = await son.caller.post('/api/affairs/pension');
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'access.levelNeeded']);
    expect(refused.json().message).toContain('L3（已实名）');
    expect(codeOf(await son.caller.post('/api/access/identity/name', { idCard: '341202199001019912' }))).toBe(
      'access.levelNeeded',
    );
    await toL3(son, '341202199001019912');
    expect((await son.caller.post('/api/affairs/pension')).json()).toEqual({ as: son.id });
    expect(codeOf(await son.caller.post('/api/affairs/seal'))).toBe('access.levelNeeded');
    const own = (await son.caller.get('/api/access/identity')).json();
    expect(own).toMatchObject({ level: 'L3', demo: true, phone: expect.stringContaining('*') });
    expect(JSON.stringify(own)).not.toContain('341202199001019912');
    expect((await city.visitor.post('/api/affairs/pension')).statusCode).toBe(401);
  });

  test('自己抬不高自己的等级：报数无用，窗口只认持岗位的人，窗口人员不能核验自己', async () => {
    const one = await citizen('13700000003', '颍新禾');
    await toL2(one);
    await one.caller.post('/api/access/identity/phone', { code: '000000', level: 'L4' });
    const { code } = (await one.caller.post('/api/access/identity/window-code')).json<{ code: string }>();
    const seen = { account: one.account, code, name: '颍新禾', idCard: '341226198808089950' };
    expect((await one.caller.post('/api/access/identity/window', seen)).statusCode).toBe(403);
    expect((await city.visitor.post('/api/access/identity/window', seen)).statusCode).toBe(401);
    expect(codeOf(await clerk.post('/api/access/identity/window', { ...seen, account: 'clerk' }))).toBe(
      'access.windowMismatch',
    );
    expect((await clerk.get('/api/access/identity')).statusCode).toBe(403);
    expect(await level(one)).toBe('L2');
    // Another name, and a wrong code, raise nothing; the right ones do, and the audit names the official.
    expect(codeOf(await clerk.post('/api/access/identity/window', { ...seen, name: '程望' }))).toBe(
      'access.windowMismatch',
    );
    const wrong = code === '123456' ? '654321' : '123456';
    expect(codeOf(await clerk.post('/api/access/identity/window', { ...seen, code: wrong }))).toBe(
      'access.codeWrong',
    );
    expect((await clerk.post('/api/access/identity/window', seen)).json()).toEqual({ done: true });
    expect(await level(one)).toBe('L4');
    const rows = await lines(one.id, { event: 'grant' });
    expect(rows[0]?.subject).toBe(await city.access.admin.findSubjectId('clerk'));
    expect(codeOf(await clerk.post('/api/access/identity/window', seen))).toBe('access.codeWrong');
  });

  test('校验位不对、姓名不符、一号多户都不通过；试错有次数，超过即锁', async () => {
    const one = await citizen('13700000004', '程望');
    await toL2(one);
    const name = (idCard: string) => one.caller.post('/api/access/identity/name', { idCard });
    expect(codeOf(await name('341202195501109909'))).toBe('access.idCardWrong');
    for (let turn = 0; turn < 5; turn += 1)
      expect(codeOf(await name('341202195501119911'))).toBe('access.nameMismatch');
    // Locked, also for the right one.
    expect(codeOf(await name('341202195501109908'))).toBe('access.tooManyTries');
    expect(await level(one)).toBe('L2');
    const twin = await citizen('13700000005', '颍大年');
    await toL2(twin);
    expect(
      codeOf(await twin.caller.post('/api/access/identity/name', { idCard: '341202199001019912' })),
    ).toBe('access.identityTaken');
    const phone = await citizen('13700000006', '姚远');
    await phone.caller.post('/api/access/identity/phone-code');
    expect(codeOf(await phone.caller.post('/api/access/identity/phone-code'))).toBe('access.codeSoon');
    for (let turn = 0; turn < 5; turn += 1)
      expect(codeOf(await phone.caller.post('/api/access/identity/phone', { code: '12345x' }))).toBe(
        'city.invalid',
      );
    for (let turn = 0; turn < 5; turn += 1)
      await phone.caller.post('/api/access/identity/phone', { code: String(100_000 + turn) });
    expect(codeOf(await phone.caller.post('/api/access/identity/phone', { code: '100009' }))).toBe(
      'access.tooManyTries',
    );
  });
});

describe('家人代办', () => {
  const family = (days?: number, actions?: string[]) => ({
    ...terms(days, actions),
    account: mother.account,
    relation: 'parent',
  });
  const agencies = async ({ caller }: Citizen) =>
    (await caller.get('/api/access/agencies')).json<{ agencies: { id: string; state: string }[] }>().agencies;

  test('没有同意就不能代办；申请看不出对方有没有账号；同意后按事项代办，审计记为代办', async () => {
    expect(codeOf(await mother.caller.post('/api/access/agencies/family', family()))).toBe(
      'access.levelNeeded',
    );
    await toL3(mother, '341202195501129925');
    const asked = await son.caller.post('/api/access/agencies/family', family());
    const nobody = await son.caller.post('/api/access/agencies/family', {
      ...family(),
      account: '13799999999',
    });
    expect([nobody.statusCode, nobody.body]).toEqual([asked.statusCode, asked.body]);
    expect(await agencies(son)).toEqual([]);
    const [waiting] = await agencies(mother);
    expect(waiting?.state).toBe('waiting');
    const id = waiting?.id ?? '';
    expect(codeOf(await as(son, id, '/api/affairs/file'))).toBe('access.agencyOver');
    // Only she herself agrees.
    const answer = { agree: true };
    expect((await son.caller.post(`/api/access/agencies/${id}/answer`, answer)).statusCode).toBe(404);
    expect((await mother.caller.post(`/api/access/agencies/${id}/answer`, answer)).statusCode).toBe(200);
    expect(codeOf(await mother.caller.post(`/api/access/agencies/${id}/answer`, answer))).toBe(
      'access.agencyAnswered',
    );
    expect((await as(son, id, '/api/affairs/file')).json()).toEqual({ as: mother.id });
    const rows = await lines(mother.id, { module: 'affairs' });
    expect(rows[0]).toMatchObject({ subject: son.id });
    expect(JSON.parse(rows[0]?.detail ?? '{}')).toEqual({ actingFor: mother.id, agency: id });
  });

  test('没有委托的、本人也不能办的、只能本人办的都办不成；别人拿着授权编号无用；结束即止', async () => {
    const [{ id } = { id: '' }] = await agencies(mother);
    expect((await as(son, id, '/api/affairs/read')).statusCode).toBe(403);
    expect((await as(son, id, '/api/affairs/keep')).statusCode).toBe(403);
    expect(codeOf(await as(son, id, '/api/affairs/seal'))).toBe('access.levelNeeded');
    const password = { current: 'x', next: 'y' };
    expect(codeOf(await as(son, id, '/api/access/password', password))).toBe('gateway.notForAgents');
    expect(codeOf(await as(son, id, `/api/access/agencies/${id}/end`))).toBe('gateway.notForAgents');
    expect(codeOf(await as(mother, id, '/api/affairs/file'))).toBe('access.agencyOver');
    expect(codeOf(await as(son, 'nonsense', '/api/affairs/file'))).toBe('access.agencyOver');
    // What she may not do any more, nobody does for her.
    await city.access.parts.accounts.setState(
      mother.id,
      'disabled',
      await city.access.principalOf((await city.access.admin.findSubjectId('clerk')) ?? ''),
    );
    expect(codeOf(await as(son, id, '/api/affairs/file'))).toBe('access.agencyOver');
    await city.access.parts.accounts.setState(mother.id, 'active', await city.access.principalOf(son.id));
    mother = { ...mother, caller: await city.as(mother.id) };
    expect((await as(son, id, '/api/affairs/file')).statusCode).toBe(200);
    const stranger = await citizen('13700000007', '颍路人');
    expect((await stranger.caller.post(`/api/access/agencies/${id}/end`)).statusCode).toBe(404);
    expect((await mother.caller.post(`/api/access/agencies/${id}/end`)).statusCode).toBe(200);
    expect(codeOf(await as(son, id, '/api/affairs/file'))).toBe('access.agencyOver');
  });

  test('期限、事项、对象写错都不受理；窗口可代孩子办理，到期自止', async () => {
    const ask = (body: object) => son.caller.post('/api/access/agencies/family', body);
    expect(codeOf(await ask(family(0)))).toBe('access.badPeriod');
    expect(codeOf(await ask(family(400)))).toBe('access.longPeriod');
    expect(codeOf(await ask(family(30, ['affairs:keep'])))).toBe('access.unknownAction');
    expect(codeOf(await ask(family(30, ['access:manage-roles'])))).toBe('access.unknownAction');
    expect(codeOf(await ask({ ...family(), account: son.account }))).toBe('access.notForSelf');
    expect(codeOf(await ask({ ...family(30, []) }))).toBe('city.invalid');
    const child = await citizen('13700000008', '颍小苗');
    const body = { ...terms(7), account: child.account, agentAccount: son.account, relation: 'child' };
    expect((await son.caller.post('/api/access/agencies/window', body)).statusCode).toBe(403);
    expect(
      codeOf(await clerk.post('/api/access/agencies/window', { ...body, agentAccount: '13700000007' })),
    ).toBe('access.operatorMismatch');
    const { id } = (await clerk.post('/api/access/agencies/window', body)).json<{ id: string }>();
    expect((await as(son, id, '/api/affairs/file')).json()).toEqual({ as: child.id });
    city.clock.advance(8 * 86_400_000);
    son = { ...son, token: await city.access.admin.openSession(son.id), caller: await city.as(son.id) };
    clerk = await city.as('clerk');
    expect(codeOf(await as(son, id, '/api/affairs/file'))).toBe('access.agencyOver');
  });
});

describe('企业授权', () => {
  const firm = { creditCode: '91341202MA8TEET07E', name: '阜阳演示商贸有限公司' };

  test('只有核实的法定代表人能认领和授权；经办人须实名且姓名相符；撤回立即生效', async () => {
    const operator = await citizen('13700000009', '姚远');
    await toL3(operator, '341202195501119911');
    const claim = (one: Citizen, body: object = firm) => one.caller.post('/api/access/enterprises', body);
    expect(codeOf(await claim(operator))).toBe('access.enterpriseMismatch');
    expect(codeOf(await claim(son, { ...firm, creditCode: '91341202MA8TEET07F' }))).toBe(
      'access.creditCodeWrong',
    );
    expect((await claim(son)).json()).toEqual({ done: true });
    const url = `/api/access/enterprises/${firm.creditCode}/operators`;
    const named = { ...terms(), account: operator.account, name: '姚远' };
    expect((await operator.caller.post(url, named)).statusCode).toBe(404);
    expect(codeOf(await son.caller.post(url, { ...named, name: '程望' }))).toBe('access.operatorMismatch');
    const { id } = (await son.caller.post(url, named)).json<{ id: string }>();
    expect((await as(operator, id, '/api/affairs/file')).json()).toEqual({ as: son.id });
    expect((await as(operator, id, '/api/affairs/read')).statusCode).toBe(403);
    expect((await son.caller.post(`/api/access/agencies/${id}/end`)).statusCode).toBe(200);
    expect(codeOf(await as(operator, id, '/api/affairs/file'))).toBe('access.agencyOver');
    city.clock.advance(11 * 60_000);
    expect(codeOf(await son.caller.post(url, named))).toBe('access.stepUp');
  });
});
