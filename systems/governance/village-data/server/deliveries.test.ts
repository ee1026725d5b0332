/** 一次填的去哪里:生活事件一次送达各部门,部门更正回到户卡,谁也看不到不该看的。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '../../../../engines/registers/service.ts';
import { newId } from '../../../../kernel/ids.ts';
import { resource } from '../../../foundation/data-catalogue/contract.ts';
import { dispute } from '../../../foundation/data-quality/contract.ts';
import sharing from '../../../foundation/data-sharing/contract.ts';
import { delivery, doubt } from '../registers/flow.ts';
import { subscription } from '../registers/task.ts';
import { openVillage, own, type VillageCity } from './test-support/open-village.ts';

let city: VillageCity;
const village = '341225117203';
const day = 86_400_000;

beforeAll(async () => {
  city = await openVillage();
}, 300_000);
afterAll(() => city?.close());

const rows = () => city.services.use(registers);
describe('生活事件', () => {
  const birth = {
    code: 'birth',
    given: { name: '王新生', sex: '1', birthDate: '2026-11-20', relation: '41', nation: '01' },
  };

  test('出生改户卡,卫健和公安各收到一次,只有各自的字段,带回执', async () => {
    const card = await city.card(20);
    const newMember = newId();
    const id = newId();
    const event = { ...birth, newMember };
    expect((await city.visit('cadre', card, { id, event })).code).toBeUndefined();
    await city.visit('cadre', card, { id, event });
    await city.store.drain();
    const after = await city.card(20);
    expect(after.members.find((each) => each.id === newMember)?.values).toMatchObject({
      name: '王新生',
      labour: 'child',
      standing: 'living',
    });
    const sent = await rows()
      .of(delivery)
      .trusted.findMany(city.store.db, { filter: { field: 'change', is: 'equal', value: id }, limit: 50 });
    const to = (department: string) => sent.filter((each) => each.department === department);
    expect(to('city-health')).toHaveLength(1);
    expect(to('city-public-security')).toHaveLength(1);
    expect(new Set(sent.map(({ receipt }) => receipt)).size).toBe(sent.length);
    const facts = to('city-health')[0]?.facts as { field: string }[];
    expect(facts.map(({ field }) => field)).toContain('birthDate');
    // 劳动能力 is no business of 卫健.
    expect(facts.map(({ field }) => field)).not.toContain('labour');
    expect(to('city-health')[0]?.people).toEqual([{ member: newMember, name: '王新生', idCard: null }]);
    // 医保 has the name, 乡村振兴 has not.
    for (const each of to('city-rural-revitalisation')) expect(each.people).toEqual([{ member: newMember }]);
    const [one] = to('city-health');
    expect(await city.post('police', `/deliveries/${one?.id}/receipt`)).toMatchObject({
      code: 'village-data.noDelivery',
    });
    expect(await city.post('health', `/deliveries/${one?.id}/receipt`)).toMatchObject({
      receipt: one?.receipt,
    });
    expect(await city.post('health', `/deliveries/${one?.id}/receipt`)).toMatchObject({
      code: 'village-data.received',
    });
  });

  test('户主去世要选新户主;外出返乡;分户合户连成员一起走', async () => {
    const card = await city.card(22);
    const head = card.members.find((each) => each.values['relation'] === '02');
    const heir = card.members.find((each) => each.id !== head?.id);
    const death = { code: 'death', members: [head?.id], given: { standingOn: '2026-11-20' } };
    expect((await city.visit('cadre', card, { event: death })).code).toBe('village-data.headNeeded');
    expect((await city.visit('cadre', card, { event: { ...death, head: heir?.id } })).code).toBeUndefined();
    const after = await city.card(22);
    expect(after.members.find(({ id }) => id === head?.id)?.values).toMatchObject({ standing: 'dead' });
    expect(after.members.find(({ id }) => id === heir?.id)?.values['relation']).toBe('02');

    const away = await city.card(24);
    const person = away.members[0]?.id ?? '';
    const leave = { code: 'leave', members: [person], given: { migrantPlace: '江苏苏州' } };
    expect((await city.visit('cadre', away, { event: leave })).code).toBe('village-data.eventIncomplete');
    const given = { migrantPlace: '江苏苏州', migrantSince: '2026-11-01' };
    expect((await city.visit('cadre', away, { event: { ...leave, given } })).code).toBeUndefined();
    await city.visit('cadre', away, { event: { code: 'return', members: [person] } });
    expect((await city.card(24)).members.find(({ id }) => id === person)?.values).toMatchObject({
      migrant: false,
      migrantPlace: null,
    });

    const whole = await city.card(25);
    const leaver = whole.members.find((each) => each.values['relation'] !== '02')?.id ?? '';
    const newHousehold = newId();
    const split = { code: 'split', members: [leaver], given: { address: '2组 99 号' }, newHousehold };
    expect((await city.visit('cadre', whole, { event: split })).code).toBeUndefined();
    const made = (await city.mine()).cards.find(({ household: row }) => row.id === newHousehold);
    expect(made?.household.values['number']).toBe(`${village}0061`);
    expect(made?.members.map(({ id, values }) => [id, values['relation']])).toEqual([[leaver, '02']]);
    if (made === undefined) return;
    expect(
      (await city.visit('cadre', made, { event: { code: 'merge', target: made.household.id } })).code,
    ).toBe('village-data.targetWrong');
    const merge = { code: 'merge', target: whole.household.id };
    expect((await city.visit('cadre', made, { event: merge })).code).toBeUndefined();
    const { cards } = await city.mine();
    expect(cards.some(({ household: row }) => row.id === newHousehold)).toBe(false);
    const joined = cards.find(({ household: row }) => row.id === whole.household.id);
    expect(joined?.members.some(({ id }) => id === leaver)).toBe(true);
  });
});

describe('部门回推和疑义', () => {
  test('民政更正低保,户卡立即显示来源,村干部收到消息,消息里没有值;别的部门不能改', async () => {
    const card = await city.card(30);
    const body = {
      id: newId(),
      number: card.household.values['number'],
      field: 'allowance',
      value: 'A类',
      basis: '低保动态复核',
    };
    expect(await city.post('health', '/pushes', { ...body, id: newId() })).toMatchObject({
      code: 'village-data.notOwner',
    });
    expect((await city.post('civil', '/pushes', body)).code).toBeUndefined();
    expect((await city.post('civil', '/pushes', body)).code).toBeUndefined();
    const after = await city.card(30);
    expect(after.household.values['allowance']).toBe('A');
    expect(after.household.origins['allowance']).toMatchObject({ source: 'push', by: '阜南县民政局' });
    await city.store.drain();
    const told = (await (await city.desk('cadre')).get('/api/messages/notices')).body;
    expect(told).toContain('阜南县民政局更新了 0030 户的“低保”');
    expect(told).not.toContain('A类');
    const sent = await rows()
      .of(delivery)
      .trusted.findMany(city.store.db, {
        filter: { field: 'number', is: 'equal', value: String(card.household.values['number']) },
        limit: 50,
      });
    expect(sent.map(({ department }) => department)).toContain('city-medical-security');
    expect(sent.map(({ department }) => department)).not.toContain('funan-civil-affairs');
    for (const [field, value, code] of [
      ['allowance', '特级', 'village-data.badValue'],
      ['hardship', '特困供养', 'village-data.personUnknown'],
      ['vehicles', '1', 'village-data.notOwner'],
    ])
      expect((await city.post('civil', '/pushes', { ...body, id: newId(), field, value })).code).toBe(code);
  });

  test('部门对送达的值提出疑义,转疑义校核;村里更正后变为已更正,等部门确认', async () => {
    const card = await city.card(31);
    await city.visit('cadre', card, { edits: [own('contactPhone', '13912345678', card.household.version)] });
    await city.store.drain();
    const [sent] = await rows()
      .of(delivery)
      .trusted.findMany(city.store.db, {
        filter: {
          all: [
            { field: 'number', is: 'equal', value: String(card.household.values['number']) },
            { field: 'department', is: 'equal', value: 'city-health' },
          ],
        },
        limit: 1,
      });
    const body = {
      delivery: sent?.id,
      of: 'household',
      member: null,
      field: 'contactPhone',
      reason: '打不通',
    };
    expect((await city.post('police', '/doubts', body)).code).toBe('village-data.noDelivery');
    const opened = await city.post<{ id: string }>('health', '/doubts', body);
    expect(opened.code).toBeUndefined();
    expect((await city.post('health', '/doubts', body)).code).toBe('village-data.alreadyDoubted');
    const shown = await city.card(31);
    expect(shown.doubts).toEqual([expect.objectContaining({ field: 'contactPhone', by: '市卫生健康委' })]);
    city.clock.advance(day / 4);
    await city.visit('cadre', shown, {
      edits: [own('contactPhone', '13900000001', shown.household.version)],
    });
    const found = await rows().of(dispute).trusted.find(city.store.db, opened.id);
    expect(found).toMatchObject({ stage: 'confirm' });
    const [kept] = await rows()
      .of(doubt)
      .trusted.findMany(city.store.db, {
        filter: { field: 'dispute', is: 'equal', value: opened.id },
        limit: 1,
      });
    expect(kept?.answeredAt).not.toBeNull();
    expect((await city.card(31)).doubts).toEqual([]);
  });
});

describe('凭共享合同订阅', () => {
  test('只送合同写明的字段;合同停用后不再送', async () => {
    const { agreement, application } = sharing.registers ?? {};
    if (agreement === undefined || application === undefined) throw new Error('no registers');
    const [entry] = await rows().of(resource).trusted.findMany(city.store.db, { limit: 1 });
    const contract = await city.store.transaction(async (work) => {
      const app = await rows()
        .of(application)
        .trusted.insert(work, 'test', { name: '社保核对', department: 'city-tax', purpose: '核对' });
      const made = await rows()
        .of(agreement)
        .trusted.insert(work, 'test', {
          number: 'HT-1',
          resource: entry?.id ?? '',
          dataset: 'x',
          provider: 'city-public-security',
          consumer: 'city-tax',
          application: app.id,
          request: 'x',
          basis: '依据',
          purpose: '核对',
          fields: [
            { name: 'vehicles', title: '机动车数', masked: false },
            { name: 'address', title: '住址', masked: true },
          ],
          rows: {},
          callsPerDay: 10,
          until: '2027-01-01',
          status: 'active',
        });
      await rows()
        .of(subscription)
        .trusted.insert(work, 'test', {
          department: 'city-tax',
          area: '341225000000',
          fields: ['vehicles', 'address', 'contactPhone'],
          agreement: made.id,
          purpose: '核对',
          validTo: '2027-01-01',
        });
      return made;
    });
    const toTax = async () =>
      rows()
        .of(delivery)
        .trusted.findMany(city.store.db, {
          filter: { field: 'department', is: 'equal', value: 'city-tax' },
          limit: 10,
        });
    const change = async (vehicles: number) => {
      const card = await city.card(50);
      const { version } = card.household;
      await city.visit('cadre', card, {
        edits: [own('vehicles', vehicles, version), own('address', `1组 ${vehicles} 号`, version)],
      });
      await city.store.drain();
    };
    await change(7);
    expect((await toTax()).map(({ fields }) => fields)).toEqual([['vehicles']]);
    await city.store.transaction(async (work) => {
      await rows().of(agreement).trusted.update(work, 'test', contract, { status: 'suspended' });
    });
    await change(8);
    expect(await toTax()).toHaveLength(1);
  });
});

describe('谁能看到什么', () => {
  test('部门看不到户卡,只看到送给自己的;县里看到数字看不到值;镇里敏感项是掩码', async () => {
    const civil = await city.desk('civil');
    for (const register of ['household', 'member', 'conflict', 'change', 'consent'])
      expect((await civil.get(`/api/registers/rows/village-data.${register}`)).statusCode, register).toBe(
        403,
      );
    const { rows: sent } = (await civil.get('/api/registers/rows/village-data.delivery?size=200')).json();
    expect(sent.length).toBeGreaterThan(0);
    for (const row of sent) expect(row.department).toBe('funan-civil-affairs');
    const reviewer = await city.desk('reviewer');
    expect((await reviewer.get('/api/registers/rows/village-data.household')).statusCode).toBe(403);
    const { rows: seen } = (await reviewer.get('/api/registers/rows/village-data.change?size=5')).json();
    expect(seen[0].masked).toContain('facts');
    expect(JSON.stringify(seen)).not.toContain('王新生');
    const town = await city.desk('town');
    const people = (await town.get('/api/registers/rows/village-data.member?size=5')).json().rows;
    expect(people[0].masked).toContain('idCard');
    expect(people[0].masked).not.toContain('name');
  });

  test('另一村的干部看不到这一村,对这一村的户得到与不存在的户一样的回答', async () => {
    const { access } = city;
    const { id } = await access.admin.createSubject({
      account: 'other-cadre',
      name: '外村',
      kind: 'official',
      posts: [{ role: 'village-data:cadre', department: 'funan-government', area: '341225117202' }],
      mustChange: false,
      passwordHash: 'none',
      password: 'none',
    });
    const other = await city.as(id);
    expect((await other.get('/api/village-data/mine')).json().cards).toEqual([]);
    const card = await city.card(40);
    const send = (householdId: string) =>
      other.post('/api/village-data/visits', {
        id: newId(),
        household: householdId,
        at: city.clock.now().toISOString(),
        edits: [own('vehicles', 9, 99)],
      });
    const [theirs, absent] = [await send(card.household.id), await send(newId())];
    expect({ ...theirs.json(), traceId: '' }).toEqual({ ...absent.json(), traceId: '' });
    expect((await other.get(`/api/village-data/cards/${card.household.id}`)).statusCode).toBe(404);
    expect((await other.get('/api/village-data/coverage')).json().villages).toEqual([]);
    expect(
      (await other.get('/api/village-data/load?from=2026-01-01&to=2026-12-31')).json().total,
    ).toMatchObject({
      asked: 0,
      spared: null,
      seconds: null,
    });
  });

  test('设备的钥匙一次登录一把', async () => {
    const caller = await city.desk('cadre');
    const key = async (one: typeof caller) => (await one.get('/api/village-data/mine')).json().deviceKey;
    expect(await key(caller)).toBe(await key(caller));
    expect(await key(caller)).not.toBe(await key(await city.desk('cadre')));
    expect(await key(caller)).not.toBe(await key(await city.desk('cadre-2')));
  });
});
