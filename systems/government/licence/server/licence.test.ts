/** What clerks, approvers, holders, departments and verifiers see of a licence, from the application to its refusal. */
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { sm3, toHex } from '../../../../engines/trust/index.ts';
import { portableSm3 } from '../../../../engines/trust/proof/sm2.ts';
import { readKeyFile } from '../../../../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../../../../engines/trust/proof/verify-proof.ts';
import { readIdentifier } from '../identifier/licence-identifier.ts';
import { readPresented } from '../present/presented.ts';
import { licence, licenceStep } from '../registers/licence.ts';
import system from '../system.ts';
import { type DemoLicences, demoIdCard, makeLicences } from './demo/make-licences.ts';
import { checkCodeOf } from './issue/seal-licence.ts';
import { expireLicences } from './state/change-state.ts';

let city: TestCity;
let made: DemoLicences;
let holder: Caller;
let stranger: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  made = await makeLicences(city.services);
  holder = await city.as('13900000101');
  stranger = await city.as('13900000103');
}, 120_000);
afterAll(() => city.close());

const application = {
  kind: 'new',
  type: 'food-business',
  holderName: '阜阳市颍东区测试食品店',
  holderCodeType: 'credit-code',
  holderCode: '91341202MA8TEAT06E',
  holderAccount: '13900000101',
  validFrom: '2026-11-23',
  surface: '经营场所：颍东区测试路 2 号\n主体业态：食品销售经营者',
};

async function open(change: object = {}, who = 'licence-clerk') {
  const caller = await city.as(who);
  return caller.post('/api/flow/cases/licence.application', { values: { ...application, ...change } });
}

async function act(who: string, id: string, action: string, values: object = {}) {
  const caller = await city.as(who);
  const { version } = (await caller.get(`/api/flow/cases/licence.application/${id}`)).json();
  return caller.post(`/api/flow/cases/licence.application/${id}/acts`, {
    version,
    action,
    opinion: '同意',
    values,
  });
}

async function issued(change: object = {}): Promise<string> {
  const opened = await open(change);
  expect(opened.statusCode, opened.body).toBe(200);
  const { id } = opened.json();
  expect((await act('licence-clerk', id, 'pass')).statusCode).toBe(200);
  const granted = await act('licence-approver', id, 'grant');
  expect(granted.statusCode, granted.body).toBe(200);
  const filter = { field: 'fromCase', is: 'equal', value: id } as const;
  const [row] = await city.services
    .use(registers)
    .of(licence)
    .trusted.findMany(city.store.db, { filter, limit: 1 });
  return row?.id ?? '';
}

async function rowOf(id: string) {
  const row = await city.services.use(registers).of(licence).trusted.find(city.store.db, id);
  if (row === undefined) throw new Error('no such licence');
  return row;
}

async function fileOf(id: string, who = holder): Promise<Buffer> {
  const reply = await who.get(`/api/licence/mine/${id}/ofd`);
  expect(reply.statusCode, reply.body.slice(0, 200)).toBe(200);
  return reply.rawPayload;
}

const checkFile = async (bytes: Uint8Array) =>
  (
    await city.visitor.post('/api/licence/checks/file', { file: Buffer.from(bytes).toString('base64') })
  ).json();

describe('签发', () => {
  test('受理、审核、审批后签发：编号、标识合规，持证人收到并能下载盖章文件', async () => {
    const id = await issued();
    const row = await rowOf(id);
    expect(row.number).toMatch(/^JY1341200\d{6}\d$/);
    expect(readIdentifier(row.identifier ?? '')).toHaveProperty('parts');
    expect([row.status, row.validUntil]).toEqual(['01', '2031-11-22']);
    const report = await checkFile(await fileOf(id));
    expect(report).toMatchObject({
      state: 'intact',
      trusted: true,
      found: { inForce: true, statusName: '有效' },
    });
    expect((await holder.get(`/api/licence/mine/${id}/pdf`)).rawPayload.subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
    expect((await stranger.get(`/api/licence/mine/${id}/ofd`)).statusCode).toBe(404);
    expect((await stranger.get(`/api/licence/mine/${id}`)).json().code).toBe('licence.notYours');
  });

  test('受理人不能审批自己的申请；别的部门不能受理', async () => {
    const both = [
      { role: 'licence:clerk', department: 'city-market-supervision', area: '341200000000' },
      { role: 'licence:approver', department: 'city-market-supervision', area: '341200000000' },
    ];
    await city.access.admin.createSubject({
      account: 'both',
      name: '一人两岗',
      kind: 'official',
      posts: both,
      mustChange: false,
      passwordHash: 'none',
    });
    const { id } = (await open({}, 'both')).json();
    await act('both', id, 'pass');
    expect((await act('both', id, 'grant')).json().code).toBe('licence.ownRequest');
    expect((await open({}, 'licence-clerk-civil')).json().code).toBe('licence.notYourType');
  });

  test.each([
    ['主体代码校验位错', { holderCode: '91341202MA8TEAT06F' }, 'licence.holderWrong'],
    [
      '自然人申请法人证照',
      { holderCodeType: 'id-card', holderCode: demoIdCard(1) },
      'licence.holderKindWrong',
    ],
    ['编号校验位错', { licenceNumber: 'JY13412020000018' }, 'licence.numberWrong'],
    ['有效期颠倒', { validUntil: '2026-01-01' }, 'licence.spanReversed'],
    ['没有这个市民', { holderAccount: '13999999999' }, 'licence.holderUnknown'],
    ['变更没有原证照', { kind: 'change', former: '1.2.3' }, 'licence.noSuchLicence'],
  ])('%s：在窗口就拒绝', async (_, change, code) => {
    expect((await open(change)).json().code).toBe(code);
  });

  test('同一编号只有一张有效证照，两人同时签发也只成一个', async () => {
    const change = { licenceNumber: 'JY13412020000017' };
    const ids = await Promise.all([open(change), open(change)]).then((all) =>
      all.map((reply) => reply.json().id),
    );
    for (const id of ids) await act('licence-clerk', id, 'pass');
    const replies = await Promise.all(ids.map((id) => act('licence-approver', id, 'grant')));
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  test('变更出新版本：版本号加一，旧版本被代替，旧文件不再有效', async () => {
    const id = await issued();
    const before = await rowOf(id);
    const old = await fileOf(id);
    const next = await issued({ kind: 'change', former: before.identifier, surface: '经营场所：新址' });
    const after = await rowOf(next);
    expect([after.number, after.edition, after.formerIdentifier]).toEqual([
      before.number,
      2,
      before.identifier,
    ]);
    expect((await rowOf(id)).status).toBe('99');
    expect(await checkFile(old)).toMatchObject({
      state: 'intact',
      found: { inForce: false, statusName: '被新版本代替' },
    });
  });
});

describe('状态', () => {
  const change = async (who: string, id: string, what: string) =>
    (await city.as(who)).post(`/api/licence/licences/${id}/state`, { act: what, reason: '测试事由' });

  test('暂扣、恢复、撤销各有去处，撤销后不能恢复；每一步有记录', async () => {
    const id = await issued();
    expect((await change('licence-approver', id, 'suspend')).json()).toEqual({ status: '02' });
    expect((await holder.post(`/api/licence/mine/${id}/present`)).json().code).toBe('licence.notInForce');
    expect((await change('licence-approver', id, 'suspend')).json().code).toBe('licence.notInForce');
    expect((await change('licence-approver', id, 'resume')).json()).toEqual({ status: '01' });
    expect((await change('licence-approver', id, 'revoke')).json()).toEqual({ status: '05' });
    expect((await change('licence-approver', id, 'resume')).json().code).toBe('licence.notInForce');
    const filter = { field: 'licence', is: 'equal', value: id } as const;
    const steps = await city.services
      .use(registers)
      .of(licenceStep)
      .trusted.findMany(city.store.db, { filter, sort: 'createdAt', limit: 10 });
    expect(steps.map((step) => [step.act, step.from, step.to])).toEqual([
      ['issue', null, '01'],
      ['suspend', '01', '02'],
      ['resume', '02', '01'],
      ['revoke', '01', '05'],
    ]);
  });

  test('别的部门改不了，经办人也改不了', async () => {
    const id = await issued();
    expect((await change('licence-approver-civil', id, 'revoke')).statusCode).toBe(404);
    expect((await change('licence-clerk', id, 'revoke')).statusCode).toBe(403);
  });

  test('过期：夜里的任务改状态、让出编号；任务没跑之前核验也说过期', async () => {
    const id = await issued({ validUntil: '2026-11-30' });
    const file = await fileOf(id);
    city.clock.set('2026-12-01T01:00:00Z');
    expect(await checkFile(file)).toMatchObject({ found: { inForce: false, statusName: '过期' } });
    expect((await expireLicences(city.services)).expired).toBeGreaterThan(0);
    expect(await rowOf(id)).toMatchObject({ status: '04', holdsNumber: null });
    expect(await expireLicences(city.services)).toEqual({ expired: 0 });
    city.clock.set('2026-11-23T02:00:00Z');
  });
});

describe('核验', () => {
  test('凭标识和查验码：只说状态，主体脱敏；查验码错、标识错、没有的证照', async () => {
    const row = await rowOf(made.licences[1]?.id ?? '');
    const identifier = row.identifier ?? '';
    const ask = async (input: object) =>
      (await city.visitor.post('/api/licence/checks/by-code', input)).json();
    const code = await checkCodeOf(city.services, identifier);
    const told = await ask({ identifier, code });
    expect(told).toMatchObject({ name: '老年人优待证', inForce: true });
    expect(JSON.stringify(told)).not.toContain(row.holderName);
    expect(JSON.stringify(told)).not.toContain(row.holderCode);
    expect((await ask({ identifier, code: code === '00000000' ? '1'.repeat(8) : '00000000' })).code).toBe(
      'licence.codeWrong',
    );
    expect((await ask({ identifier: `${identifier.slice(0, -1)}#`, code })).code).toBe('licence.numberWrong');
    const other = '1.2.156.3005.2.11100000000013338W011.1134120000317900XD.2026000001.001.O';
    expect((await ask({ identifier: other, code })).code).toBe('licence.codeWrong');
  });

  test('亮证码：当场有效，一分钟后不认，改动、换签名、伪造都不认，撤销后不认', async () => {
    const id = await issued();
    const { code } = (await holder.post(`/api/licence/mine/${id}/present`)).json();
    const check = async (text: string) =>
      (await city.visitor.post('/api/licence/checks/presented', { code: text })).json();
    expect(await check(code)).toMatchObject({ outcome: 'accepted', found: { inForce: true } });
    const read = readPresented(code);
    expect(read?.presented.holder).toBe('阜阳市颍东区测试食品店');
    const [head = '', statement = '', key = '', signature = ''] = code.split('.');
    const longer = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(statement, 'base64url').toString()), until: 4_000_000_000 }),
    ).toString('base64url');
    expect((await check([head, longer, key, signature].join('.'))).why).toContain('签名无效');
    expect((await check([head, statement, '99', signature].join('.'))).why).toContain('签名无效');
    expect((await check(code.slice(0, -1))).why).toContain('不是亮证码');
    expect((await check(`${code}=`)).why).toContain('不是亮证码');
    city.clock.advance(61_000);
    expect((await check(code)).why).toContain('截图');
    const fresh = (await holder.post(`/api/licence/mine/${id}/present`)).json().code;
    await (await city.as('licence-approver')).post(`/api/licence/licences/${id}/state`, {
      act: 'revoke',
      reason: '虚假材料',
    });
    expect(await check(fresh)).toMatchObject({ outcome: 'refused', why: '证照当前为“撤销”' });
  });

  test('改动过的文件、不是 OFD 的、截断的：拒绝并说明', async () => {
    const file = await fileOf(made.licences[0]?.id ?? '');
    const entries = unzipSync(file);
    const page = 'Doc_0/Pages/Page_0/Content.xml';
    entries[page] = Buffer.from(
      Buffer.from(entries[page] ?? [])
        .toString()
        .replace('餐饮', '食品'),
    );
    const forged = await checkFile(zipSync(entries));
    expect(forged).toMatchObject({ state: 'broken', found: null });
    expect(JSON.stringify(forged.steps)).toContain('与签名时的摘要不符');
    expect(await checkFile(file.subarray(0, file.length - 40))).toMatchObject({
      state: 'unreadable',
      found: null,
    });
    expect(await checkFile(Buffer.from('x'))).toMatchObject({ state: 'unreadable' });
    const digest = toHex(sm3(file));
    expect((await city.visitor.post('/api/licence/checks/by-digest', { digest })).json().found.inForce).toBe(
      true,
    );
  });
});

describe('用证', () => {
  const post = async (who: string, path: string, body: object = {}) =>
    (await city.as(who)).post(`/api/licence${path}`, body);

  async function asked(): Promise<string> {
    const row = await rowOf(made.licences[0]?.id ?? '');
    const reply = await post('licence-user', '/asks', {
      type: row.type,
      number: row.number,
      holderName: row.holderName,
      purpose: '办理道路运输经营许可',
      fields: ['name', 'state', 'holderCode'],
    });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json().id;
  }

  test('没有同意不能用；同意哪些看哪些；每次用证有回执，离线可验', async () => {
    const id = await asked();
    expect((await post('licence-user', `/consents/${id}/use`)).json().code).toBe('licence.noConsent');
    expect(
      (await stranger.post(`/api/licence/consents/${id}/answer`, { agree: true, fields: ['name'] }))
        .statusCode,
    ).toBe(404);
    const given = await holder.post(`/api/licence/consents/${id}/answer`, {
      agree: true,
      fields: ['name', 'state', 'surface'],
    });
    expect(given.json()).toEqual({ status: 'given' });
    const used = (await post('licence-user', `/consents/${id}/use`)).json();
    // 'surface' was never asked for, 'holderCode' was not allowed.
    expect(used.values).toEqual([
      { field: 'name', title: '证照名称', value: '食品经营许可证' },
      { field: 'state', title: '状态', value: '有效' },
    ]);
    const mine = (await holder.get(`/api/licence/mine/${made.licences[0]?.id}`)).json();
    expect(mine.uses[0]).toMatchObject({
      id: used.use,
      purpose: '办理道路运输经营许可',
      fields: ['证照名称', '状态'],
    });
    const receipt = await holder.get(`/api/licence/uses/${used.use}/receipt`);
    const keys = readKeyFile((await city.visitor.get('/api/trust/keys')).body);
    expect(verifyProof(receipt.body, keys, portableSm3).outcome).toBe('proven');
    expect((await stranger.get(`/api/licence/uses/${used.use}/receipt`)).statusCode).toBe(404);
  });

  test('拒绝、撤回、到期之后都不能用；答复只有一次', async () => {
    const refused = await asked();
    await holder.post(`/api/licence/consents/${refused}/answer`, { agree: false, fields: [] });
    expect((await post('licence-user', `/consents/${refused}/use`)).json().code).toBe('licence.noConsent');
    const again = await holder.post(`/api/licence/consents/${refused}/answer`, {
      agree: true,
      fields: ['name'],
    });
    expect(again.json().code).toBe('licence.consentSettled');
    const withdrawn = await asked();
    await holder.post(`/api/licence/consents/${withdrawn}/answer`, { agree: true, fields: ['name'] });
    await holder.post(`/api/licence/consents/${withdrawn}/withdraw`);
    expect((await post('licence-user', `/consents/${withdrawn}/use`)).json().code).toBe('licence.noConsent');
    const ended = await asked();
    await holder.post(`/api/licence/consents/${ended}/answer`, { agree: true, fields: ['name'], days: 1 });
    city.clock.advance(25 * 3_600_000);
    expect((await post('licence-user', `/consents/${ended}/use`)).json().code).toBe('licence.consentEnded');
  });

  test('不知道编号和持证人的，问不出谁有什么证照', async () => {
    const reply = await post('licence-user', '/asks', {
      type: 'elder',
      number: 'YD34120000000013',
      holderName: '某某',
      purpose: '随便问问看',
      fields: ['name'],
    });
    expect(reply.json().code).toBe('licence.noSuchLicence');
  });
});

describe('印章和信任列表', () => {
  test('停用印章后签发不了，恢复后可以；别人管不了印章', async () => {
    const keeper = await city.as('seal-keeper');
    const { rows } = (await keeper.get('/api/licence/seals')).json();
    const seal = rows.find(({ organName }: { organName: string }) => organName.includes('市场监督'));
    const set = (what: string) =>
      keeper.post(`/api/licence/seals/${seal.id}/state`, { act: what, reason: '测试' });
    expect((await (await city.as('licence-approver')).get('/api/licence/seals')).statusCode).toBe(403);
    await set('suspend');
    const { id } = (await open()).json();
    await act('licence-clerk', id, 'pass');
    expect((await act('licence-approver', id, 'grant')).json().code).toBe('licence.noSeal');
    await set('resume');
    expect((await act('licence-approver', id, 'grant')).statusCode).toBe(200);
    expect((await keeper.get(`/api/licence/seals/${seal.id}/uses`)).json().rows.length).toBeGreaterThan(3);
  });

  test('互认：列入后对方的章可信，移出后不再可信；普通证书不能列入', async () => {
    const keeper = await city.as('trust-keeper');
    const [own] = (await city.visitor.get('/api/licence/trust-list')).json();
    const input = {
      title: '某市',
      certificate: own.certificate,
      validFrom: '2026-01-01',
      source: '测试协议',
    };
    const { id } = (await keeper.post('/api/licence/roots', input)).json();
    expect((await keeper.post('/api/licence/roots', input)).json().code).toBe('licence.rootThere');
    expect((await city.visitor.get('/api/licence/trust-list')).json()).toHaveLength(2);
    await keeper.post(`/api/licence/roots/${id}/withdraw`);
    expect((await city.visitor.get('/api/licence/trust-list')).json()).toHaveLength(1);
    const bad = await keeper.post('/api/licence/roots', { ...input, certificate: 'A'.repeat(80) });
    expect(bad.json().code).toBe('licence.certificateWrong');
  });
});
