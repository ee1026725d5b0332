/** What holders, scanners and hospitals see of a code: accepted in its minute, refused with the reason else. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { completeIdCard } from '../../../../kernel/check-characters.ts';
import { newId } from '../../../../kernel/ids.ts';
import { portableSm3, verify } from '../../../../engines/trust/proof/sm2.ts';
import { fromHex } from '../../../../engines/trust/proof/bytes.ts';
import { fromBase45, toBase45 } from '../code/base45.ts';
import { leadsTo, makeChain } from '../code/chain.ts';
import { codeHead, readCode, writeCode } from '../code/code-format.ts';
import { judgeCode, type Judgement, openMemory } from '../code/judge-code.ts';
import { verifyCitizen } from '../../../../test/support/citizens.ts';
import system from '../system.ts';
import { makeCode } from './demo/make-code.ts';
import { ageOn } from './issue/make-claims.ts';
import { openScenes } from './find-scene.ts';

const start = '2026-11-23T02:00:00Z';
let city: TestCity;
let elder: Caller;
let young: Caller;
let gate: Caller;
let hospital: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], now: start });
  await makeCode(city.services);
  elder = await city.as('13900000101');
  young = await city.as('13900000102');
  gate = await city.as('code-gate');
  hospital = await city.as('code-scanner');
}, 120_000);
afterAll(() => city.close());
beforeEach(() => city.clock.set(start));

/** A phone: keeps chains, asks for certificates, shows the code of a minute. */
class Phone {
  readonly key: string;
  private readonly owner: Caller;
  private readonly chains = new Map<string, ReturnType<typeof makeChain>>();
  private certificates: readonly { scene: string; from: number; minutes: number; certificate: string }[] = [];

  constructor(owner: Caller, key = newId()) {
    this.owner = owner;
    this.key = key;
  }

  async refresh(scene: string, member?: string) {
    const chains = Array.from({ length: 2 }, () =>
      makeChain(portableSm3, crypto.getRandomValues(new Uint8Array(20)), 120),
    );
    const reply = await this.owner.post('/api/city-code/certificates', {
      device: this.key,
      label: '测试手机',
      ...(member === undefined ? {} : { member }),
      scenes: [{ scene, anchors: chains.map(({ anchor }) => Buffer.from(anchor).toString('base64url')) }],
    });
    if (reply.statusCode !== 200) return reply.json().code as string;
    this.certificates = reply.json().certificates;
    for (const [at, one] of this.certificates.entries()) {
      const chain = chains[at];
      if (chain !== undefined) this.chains.set(one.certificate, chain);
    }
    return 'ok';
  }

  show(at: Date = city.clock.now()): string {
    const now = Math.floor(at.getTime() / 60_000);
    const one = this.certificates.find(({ from, minutes }) => now >= from && now < from + minutes);
    const link = one && this.chains.get(one.certificate)?.links[now - one.from];
    if (one === undefined || link === undefined) throw new Error('no certificate for this minute');
    return writeCode(new Uint8Array(Buffer.from(one.certificate, 'base64url')), {
      minute: now - one.from,
      link,
    });
  }
}

/** One phone a person, whatever scene it shows. */
const keys = new Map<Caller, string>();

async function phoneFor(owner: Caller, scene: string): Promise<Phone> {
  const phone = new Phone(owner, keys.get(owner));
  keys.set(owner, phone.key);
  expect(await phone.refresh(scene)).toBe('ok');
  return phone;
}

const scan = async (who: Caller, code: string, scene: string) =>
  (await who.post('/api/city-code/scans', { code, scene })).json();
const minutes = (count: number) => city.clock.advance(count * 60_000);

/** A scanner without a network: only what the city published before. */
async function offlineScanner(scene: number | undefined) {
  const anchors = (await city.visitor.get('/api/city-code/anchors')).json();
  const isFirst = openMemory();
  return (code: string, now: Date): Promise<Judgement> =>
    judgeCode(code, {
      hash: portableSm3,
      now,
      scene,
      isFirst,
      isRevoked: (serial) => anchors.revoked.includes(serial),
      isIssued: (read) => {
        const key = anchors.keys.find(({ version }: { version: number }) => version === read.body.key);
        return key !== undefined && verify(fromHex(key.publicKey), read.signed, read.signature);
      },
    });
}

describe('亮码', () => {
  test('乘车只说是否年满六十，不说姓名和出生日期；码小得放进一张小二维码', async () => {
    const phone = await phoneFor(elder, 'transit');
    const code = phone.show();
    expect(code.length).toBeLessThan(262);
    expect(await scan(gate, code, 'transit')).toEqual({
      accepted: true,
      kind: 'live',
      why: null,
      sentence: null,
      told: [{ title: '年满六十周岁', value: '是' }],
    });
    expect(Buffer.from(readCode(code)?.signed ?? []).toString('latin1')).not.toContain('1955');
    const other = await phoneFor(young, 'transit');
    expect((await scan(gate, other.show(), 'transit')).told).toEqual([
      { title: '年满六十周岁', value: '否' },
    ]);
  });

  test('每分钟都换；同一码第二次核验被拒；下一分钟的码可用', async () => {
    const phone = await phoneFor(elder, 'transit');
    const first = phone.show();
    expect((await scan(gate, first, 'transit')).accepted).toBe(true);
    expect(await scan(gate, first, 'transit')).toMatchObject({ accepted: false, why: 'replayed' });
    minutes(1);
    expect(phone.show()).not.toBe(first);
    expect((await scan(gate, phone.show(), 'transit')).accepted).toBe(true);
  });

  test('截图：跨过分钟之交还可以，再晚就不认', async () => {
    const phone = await phoneFor(elder, 'transit');
    const [shot, later] = [phone.show(), await phoneFor(young, 'transit')];
    const other = later.show();
    minutes(1);
    expect((await scan(gate, shot, 'transit')).accepted).toBe(true);
    minutes(1);
    expect(await scan(gate, other, 'transit')).toMatchObject({ accepted: false, why: 'screenshot' });
  });

  test('钟差：还没到的码、过了期的码、差一年的码', async () => {
    const phone = await phoneFor(elder, 'transit');
    const [soon, last] = [
      phone.show(new Date('2026-11-23T02:05:00Z')),
      phone.show(new Date('2026-11-23T05:59:00Z')),
    ];
    expect(await scan(gate, soon, 'transit')).toMatchObject({ why: 'early' });
    // Sessions end when nobody acts for hours: the later moments are a scanner's own.
    const check = await offlineScanner(2);
    expect(await check(last, new Date('2026-11-23T05:59:30Z'))).toMatchObject({ accepted: true });
    expect(await check(last, new Date('2026-11-23T06:02:00Z'))).toMatchObject({ why: 'expired' });
    expect(await check(last, new Date('2027-11-23T02:00:00Z'))).toMatchObject({ why: 'expired' });
    expect(await check(last, new Date('2025-11-23T02:00:00Z'))).toMatchObject({ why: 'early' });
  });

  test('换场景、改内容、换签名、换一次性部分、截断、换写法：逐样拒绝', async () => {
    const code = (await phoneFor(elder, 'transit')).show();
    const bytes = fromBase45(code.slice(codeHead.length)) ?? new Uint8Array();
    const turned = (at: number) => codeHead + toBase45(bytes.with(at, (bytes[at] ?? 0) ^ 1));
    expect((await scan(gate, code, 'scenic')).why).toBe('scene');
    expect((await scan(gate, turned(4), 'transit')).why).toBe('issuer');
    expect((await scan(gate, turned(42), 'transit')).why).toBe('issuer');
    expect((await scan(gate, turned(bytes.length - 1), 'transit')).why).toBe('one-time');
    expect((await scan(gate, code.slice(0, -3), 'transit')).why).toBe('form');
    expect((await scan(gate, `${code}000`, 'transit')).why).toBe('form');
    expect((await scan(gate, code.toLowerCase(), 'transit')).why).toBe('form');
    expect((await scan(gate, 'https://example.com', 'transit')).why).toBe('form');
    // The tag alone is not the proof: without it the signature speaks, and neither without the other's fault passes.
    const tagAt = bytes.length - 22 - 64 - 8;
    expect((await scan(gate, turned(tagAt), 'transit')).accepted).toBe(true);
    expect((await scan(gate, code, 'transit')).why).toBe('replayed');
    const broken = bytes.with(tagAt, (bytes[tagAt] ?? 0) ^ 1).with(tagAt + 9, (bytes[tagAt + 9] ?? 0) ^ 1);
    expect((await scan(gate, codeHead + toBase45(broken), 'transit')).why).toBe('issuer');
  });

  test('挂失后当即不认，也领不到新码；解除后照常', async () => {
    const phone = await phoneFor(elder, 'gate');
    const code = phone.show();
    await elder.post('/api/city-code/own/suspension', { lost: true });
    expect(await scan(gate, code, 'gate')).toMatchObject({ accepted: false, why: 'revoked' });
    expect(await phone.refresh('gate')).toBe('city-code.suspended');
    await elder.post('/api/city-code/own/suspension', { lost: false });
    expect(await phone.refresh('gate')).toBe('ok');
    expect((await scan(gate, phone.show(), 'gate')).accepted).toBe(true);
  });

  test('移除的手机再也领不到码，别人的手机移不了；最多三部', async () => {
    const phone = await phoneFor(young, 'hall');
    const { devices } = (await young.get('/api/city-code/own')).json();
    const held = devices.find(({ key }: { key: string }) => key === phone.key);
    expect((await elder.post(`/api/city-code/devices/${held.id}/removal`)).statusCode).toBe(403);
    const code = phone.show();
    expect((await young.post(`/api/city-code/devices/${held.id}/removal`)).statusCode).toBe(200);
    expect(await phone.refresh('hall')).toBe('city-code.deviceWrong');
    expect((await scan(gate, code, 'hall')).why).toBe('revoked');
    const tries = [];
    for (let count = 0; count < 4; count += 1) tries.push(await new Phone(young).refresh('hall'));
    expect(tries).toContain('city-code.tooManyDevices');
  });
});

describe('离线', () => {
  test('断网的扫码设备凭公钥核验：认当场的码，不认截图、重放、挂失的；记录事后补传', async () => {
    const phone = await phoneFor(elder, 'transit');
    const check = await offlineScanner(2);
    const now = () => city.clock.now();
    const code = phone.show();
    expect(await check(code, now())).toMatchObject({ accepted: true, claims: { a: '1' } });
    expect(await check(code, now())).toMatchObject({ why: 'replayed' });
    minutes(3);
    expect(await check(code, now())).toMatchObject({ why: 'screenshot' });
    expect(await check(phone.show(), now())).toMatchObject({ accepted: true });
    const at = new Date(start).toISOString();
    expect(
      (
        await gate.post('/api/city-code/records', {
          records: [
            { code, at },
            { code, at },
          ],
        })
      ).json(),
    ).toEqual({ taken: 2, late: 0 });
    const { rows } = (await elder.get('/api/city-code/history')).json();
    expect(
      rows.filter(
        (row: { way: string; at: string }) => row.way === '离线核验' && Date.parse(row.at) === Date.parse(at),
      ),
    ).toHaveLength(1);
    await elder.post('/api/city-code/own/suspension', { lost: true });
    const informed = await offlineScanner(2);
    expect(await informed(phone.show(), now())).toMatchObject({ why: 'revoked' });
    await elder.post('/api/city-code/own/suspension', { lost: false });
  });

  test('伪造的离线记录和太旧的记录不收', async () => {
    const code = (await phoneFor(young, 'transit').catch(() => phoneFor(elder, 'transit'))).show();
    const at = city.clock.now().toISOString();
    const forged = { code: `${code.slice(0, -4)}0000`, at };
    expect((await gate.post('/api/city-code/records', { records: [forged] })).json()).toEqual({
      taken: 0,
      late: 0,
    });
    // One that comes too late does not hold up the others: the scanner would offer it for ever.
    const old = { code, at: '2026-11-01T00:00:00Z' };
    expect((await gate.post('/api/city-code/records', { records: [old, { code, at }] })).json()).toEqual({
      taken: 1,
      late: 1,
    });
  });

  test('换了签名密钥：旧证书在有效期内仍认，新证书用新公钥', async () => {
    const before = await phoneFor(elder, 'library');
    const code = before.show();
    await city.store.transaction((work) =>
      // The administrators' page does the same.
      (
        city.services.use({ id: 'trust' }) as unknown as {
          parts: { keys: { rotate(w: unknown, p: string): Promise<unknown> } };
        }
      ).parts.keys.rotate(work, 'code'),
    );
    const check = await offlineScanner(3);
    expect(await check(code, city.clock.now())).toMatchObject({ accepted: true });
    expect(await before.refresh('library')).toBe('ok');
    expect(await check(before.show(), city.clock.now())).toMatchObject({ accepted: true });
    expect(readCode(before.show())?.body.key).toBe(2);
  });
});

describe('申领、家庭、纸质、关联', () => {
  test('姓名不符、号码错、重复申领都拒绝', async () => {
    await city.access.admin.createSubject({
      account: '13900000199',
      name: '平安',
      kind: 'citizen',
      mustChange: false,
      passwordHash: 'none',
    });
    let citizen = await city.as('13900000199');
    const apply = async (name: string, idCard: string) =>
      (await citizen.post('/api/city-code/own', { name, idCard })).json();
    const right = completeIdCard('34120219880808993');
    // Whoever is not known by his number learns nothing about any, whether it has a code or not.
    const taken = completeIdCard('34120219900110991');
    for (const number of [right, taken])
      expect((await apply('平安', number)).code).toBe('access.levelNeeded');
    await verifyCitizen(city, (await city.access.admin.findSubjectId('13900000199')) ?? '', right);
    citizen = await city.as('13900000199');
    expect((await apply('别人', right)).code).toBe('city-code.nameWrong');
    expect((await apply('平安', `${right.slice(0, 17)}${right.endsWith('1') ? '2' : '1'}`)).code).toBe(
      'city-code.idCardWrong',
    );
    expect((await new Phone(citizen).refresh('gate')) as string).toBe('city-code.notHeld');
    for (const number of [completeIdCard('34120219880808994'), taken])
      expect((await apply('平安', number)).code).toBe('city-code.cardNotOwn');
    expect(await apply('平安', right)).toHaveProperty('id');
    expect((await apply('平安', right)).code).toBe('city-code.alreadyHeld');
  });

  test('孩子的码由家长手机代持，码上写明；别人拿不到；已有手机码的人不能被代持', async () => {
    const clerk = await city.as('code-window');
    const child = {
      carrierAccount: '13900000101',
      name: '程小望',
      idCard: completeIdCard('34120220180606991'),
      relation: 'child',
    };
    const { member } = (await clerk.post('/api/city-code/families', child)).json();
    const phone = new Phone(elder, keys.get(elder));
    expect(await phone.refresh('scenic', member)).toBe('ok');
    const { told } = await scan(gate, phone.show(), 'scenic');
    expect(told).toEqual([
      { title: '年满六十周岁', value: '否' },
      { title: '未满十八周岁', value: '是' },
      { title: '由家人代持', value: '是' },
    ]);
    expect(await new Phone(young).refresh('scenic', member)).toBe('city-code.notFamily');
    expect((await elder.get(`/api/city-code/history?member=${member}`)).json().rows).toHaveLength(1);
    const own = {
      ...child,
      carrierAccount: '13900000102',
      name: '程望',
      idCard: completeIdCard('34120219550110991'),
    };
    expect((await clerk.post('/api/city-code/families', own)).json().code).toBe('city-code.holderThere');
    expect((await clerk.post('/api/city-code/families', child)).json().code).toBe('city-code.carriedAlready');
  });

  test('家长手机挂失：代持的码一起失效，也取不到新的；解除代持后手机上的码失效，纸质码不受影响', async () => {
    const clerk = await city.as('code-window');
    const person = { name: '程小果', idCard: completeIdCard('34120220190606993') };
    const enrol = () =>
      clerk.post('/api/city-code/families', { ...person, carrierAccount: '13900000101', relation: 'child' });
    const { member } = (await enrol()).json();
    await clerk.post('/api/city-code/papers', { ...person, scene: 'medical' });
    const phone = new Phone(elder, keys.get(elder));
    expect(await phone.refresh('scenic', member)).toBe('ok');
    await elder.post('/api/city-code/own/suspension', { lost: true });
    expect(await scan(gate, phone.show(), 'scenic')).toMatchObject({ accepted: false, why: 'revoked' });
    expect(await phone.refresh('scenic', member)).toBe('city-code.suspended');
    await elder.post('/api/city-code/own/suspension', { lost: false });

    expect(await phone.refresh('scenic', member)).toBe('ok');
    expect((await young.post(`/api/city-code/families/${member}/end`)).json().code).toBe(
      'city-code.notFamily',
    );
    expect((await elder.post(`/api/city-code/families/${member}/end`)).json()).toEqual({ done: true });
    expect(await scan(gate, phone.show(), 'scenic')).toMatchObject({ accepted: false, why: 'revoked' });
    expect(await phone.refresh('scenic', member)).toBe('city-code.notFamily');
    expect((await clerk.post('/api/city-code/papers/loss', person)).json()).toEqual({ revoked: 1 });
    expect((await enrol()).statusCode).toBe(200);
  });

  test('纸质码：核验时要求核对证件，挂失后不认', async () => {
    const clerk = await city.as('code-window');
    const person = { name: '钱老', idCard: completeIdCard('34120219400101993') };
    const made = await clerk.post('/api/city-code/papers', { ...person, scene: 'medical' });
    expect(made.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await gate.post('/api/city-code/papers', { ...person, scene: 'medical' })).statusCode).toBe(403);
    expect((await clerk.post('/api/city-code/papers/loss', person)).json()).toEqual({ revoked: 1 });
    expect((await clerk.post('/api/city-code/papers/loss', { ...person, name: '别人' })).json().code).toBe(
      'city-code.noSuchHolder',
    );
  });

  test('就医一码：凭亮码取医保号，乘车场景取不到，没有权限取不到，没有关联说明白；持码人看得见', async () => {
    const phone = await phoneFor(elder, 'medical');
    const map = async (who: Caller, more: object) =>
      (
        await who.post('/api/city-code/mappings', {
          code: phone.show(),
          scene: 'medical',
          kind: 'medical-insurance',
          ...more,
        })
      ).json();
    expect((await map(hospital, {})).code).toBe('city-code.notLinked');
    await elder.post('/api/city-code/identities', { kind: 'medical-insurance', number: '3412DEMO0001' });
    expect(await map(hospital, {})).toMatchObject({ number: '3412DEMO0001' });
    expect((await map(hospital, { scene: 'transit' })).code).toBe('city-code.mappingRefused');
    expect((await map(gate, {})).code).toBe('city.forbidden');
    expect(
      (
        await young.post('/api/city-code/identities', { kind: 'medical-insurance', number: '3412DEMO0001' })
      ).json().code,
    ).toBe('city-code.linkedElsewhere');
    const { rows } = (await elder.get('/api/city-code/history')).json();
    expect(rows.find((row: { way: string }) => row.way === '取用关联身份')).toMatchObject({
      scene: '就医',
      told: ['取用医保电子凭证'],
    });
  });

  test('指标 15：申领人数除以运营商报送的用户数，没有报送就没有值', async () => {
    const keeper = await city.as('code-keeper');
    const measured = (await keeper.get('/api/city-code/coverage?month=2026-11-30')).json();
    expect(measured).toMatchObject({ month: '2026-10-31', users: 6_810_000 });
    expect(measured.value).toBe(measured.holders / 6_810_000);
    expect((await keeper.get('/api/city-code/coverage?month=2026-01-31')).json()).toMatchObject({
      users: null,
      value: null,
    });
  });

  test('场景都有法律依据和责任部门', async () => {
    const scenes = await openScenes(city.services);
    expect(scenes.map(({ key }) => key)).toEqual(['medical', 'transit', 'library', 'scenic', 'hall', 'gate']);
    for (const one of scenes) expect(one.basis).toContain('《');
  });
});

describe('格式', () => {
  test('Base45 与 RFC 9285 的例子一致，往返不变，乱写的不认', () => {
    expect(toBase45(new TextEncoder().encode('Hello!!'))).toBe('%69 VD92EX0');
    expect(Buffer.from(fromBase45('QED8WEX0') ?? []).toString()).toBe('ietf!');
    for (const bad of ['GGW', '::', 'A', 'a0', ':::'])
      expect([bad, fromBase45(bad)]).toEqual([bad, undefined]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect([...(fromBase45(toBase45(bytes)) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  test('链：每一环只通到自己的锚，前一环推不出后一环', () => {
    const chain = makeChain(portableSm3, new Uint8Array(20).fill(7), 30);
    for (const [place, link] of chain.links.entries()) {
      expect(leadsTo(portableSm3, link, place, chain.anchor)).toBe(true);
      expect(leadsTo(portableSm3, link, place + 1, chain.anchor)).toBe(false);
    }
  });

  test('随意的文字不会被接受，也不会使核验失控', async () => {
    const check = await offlineScanner(undefined);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 60, maxLength: 260 }), async (bytes) => {
        expect((await check(codeHead + toBase45(bytes), city.clock.now())).accepted).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('周岁在生日当天增加', () => {
    expect(ageOn('341202196611231234', '2026-11-22')).toBe(59);
    expect(ageOn('341202196611231234', '2026-11-23')).toBe(60);
  });

  test('码的核验不引用服务端代码，扫码页和别的程序都能用', () => {
    for (const file of ['base45', 'chain', 'code-format', 'judge-code'])
      expect(readFileSync(new URL(`../code/${file}.ts`, import.meta.url), 'utf8')).not.toMatch(
        /from 'node:|server\//,
      );
  });
});
