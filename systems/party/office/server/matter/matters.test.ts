/** What applicants, heads, leaders and clerks see of 请假, 用车, 采购, 用印 and 来访: the good way, and each way it goes wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(() => office.clock.set('2026-11-23T02:00:00Z'));
afterAll(() => office.close());

type Reply = Awaited<ReturnType<Awaited<ReturnType<Office['at']>>['post']>>;
const apply = async (who: string, kind: string, values: object): Promise<Reply> =>
  (await office.at(who)).post(`/api/flow/cases/office.${kind}`, { id: newId(), values });
async function applied(who: string, kind: string, values: object): Promise<string> {
  const reply = await apply(who, kind, values);
  expect(reply.body).toContain('"number"');
  return reply.json<{ id: string }>().id;
}
const act = (who: string, kind: string, id: string, action: string, values: object = {}) =>
  office.act(who, id, action, { type: `office.${kind}`, values });
const seen = (who: string, kind: string, id: string) => office.detail(who, id, `office.${kind}`);
const code = (reply: Reply) => reply.json<{ code?: string }>().code;
const file = async (who: string, name = '材料.pdf') =>
  (await office.at(who)).upload(name, 'application/pdf', Buffer.from('%PDF-1.4\n%%EOF'));

describe('请假', () => {
  const annual = (startsOn: string, endsOn: string) => ({ kind: 'annual', startsOn, endsOn });

  test('年休假按工作日历计天,不计休息日;部门同意、备案、销假,早回的天数退回余额', async () => {
    const id = await applied('clerk', 'leave', annual('2026-11-26', '2026-12-02'));
    const { row, stage } = await seen('clerk', 'leave', id);
    expect([row['days'], row['calendarDays'], row['workSince'], stage]).toEqual([
      5,
      7,
      '2012-07-01',
      'approve',
    ]);
    expect(await act('head', 'leave', id, 'agree')).toBe(200);
    expect(await act('secretary', 'leave', id, 'file')).toBe(200);
    const balance = async () =>
      (await (await office.at('clerk')).get('/api/office/leave-balance')).json().balance;
    expect(await balance()).toMatchObject({ years: 14, entitled: 10, used: 5, left: 5 });
    office.clock.set('2026-12-01T02:00:00Z');
    expect(await act('clerk', 'leave', id, 'back', { backOn: '2026-12-05' })).toBe(400);
    expect(await act('clerk', 'leave', id, 'back', { backOn: '2026-12-01' })).toBe(200);
    expect((await seen('clerk', 'leave', id)).outcomeTitle).toBe('已销假');
    expect(await balance()).toMatchObject({ used: 3, left: 7 });
  });

  test('超过余额、时间重叠、跨年度、全是休息日、没有台账的都说明原因', async () => {
    expect(code(await apply('clerk', 'leave', annual('2026-12-07', '2026-12-18')))).toBe(
      'office.annualSpent',
    );
    expect(code(await apply('clerk', 'leave', annual('2026-11-30', '2026-12-03')))).toBe(
      'office.leaveOverlaps',
    );
    expect(code(await apply('clerk', 'leave', annual('2026-12-30', '2027-01-05')))).toBe(
      'office.annualAcross',
    );
    expect(code(await apply('clerk', 'leave', annual('2026-12-05', '2026-12-06')))).toBe('office.leaveNone');
    expect(code(await apply('archivist', 'leave', annual('2026-12-07', '2026-12-07')))).toBe(
      'office.noAccount',
    );
    // Not a full year of work: none of his own.
    expect(code(await apply('secretary', 'leave', annual('2026-12-07', '2026-12-07')))).toBe(
      'office.annualSpent',
    );
  });

  test('病假满三天要证明;五天以上报领导;领导退回后修改重报', async () => {
    const sick = { kind: 'sick', startsOn: '2026-12-07', endsOn: '2026-12-14', reason: '就医' };
    expect((await apply('clerk', 'leave', sick)).json().problems).toEqual([
      { path: 'proof', message: '请填写“证明材料”' },
    ]);
    const id = await applied('clerk', 'leave', { ...sick, proof: [await file('clerk')] });
    expect(await act('head', 'leave', id, 'agree')).toBe(200);
    expect((await seen('leader', 'leave', id)).stage).toBe('lead');
    expect(await act('leader', 'leave', id, 'revise')).toBe(200);
    expect(await act('clerk', 'leave', id, 'submit', { endsOn: '2026-12-09' })).toBe(200);
    const { row, stage } = await seen('clerk', 'leave', id);
    expect([row['days'], stage]).toEqual([3, 'approve']);
    expect(await act('clerk', 'leave', id, 'verb.withdraw')).toBe(200);
    expect((await seen('clerk', 'leave', id)).outcomeTitle).toBe('已撤回');
  });

  test('两份重叠的申请同时提交,只成一份', async () => {
    const one = { kind: 'personal', startsOn: '2026-12-21', endsOn: '2026-12-22', reason: '家事' };
    const replies = await Promise.all([apply('deputy', 'leave', one), apply('deputy', 'leave', one)]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  test('负责人本人的申请直接报领导;谁也不能批自己的;别人看不到我的请假', async () => {
    const id = await applied('head', 'leave', {
      kind: 'personal',
      startsOn: '2026-12-24',
      endsOn: '2026-12-24',
      reason: '家事',
    });
    expect((await seen('head', 'leave', id)).stage).toBe('lead');
    const own = await applied('leader', 'leave', {
      kind: 'personal',
      startsOn: '2026-12-14',
      endsOn: '2026-12-23',
      reason: '家事',
    });
    expect(await act('head', 'leave', own, 'agree')).toBe(200);
    await act('leader', 'leave', own, 'agree');
    expect(office.refusal().code).toBe('office.ownMatter');
    const peeped = await (await office.at('clerk')).get(`/api/flow/cases/office.leave/${id}`);
    expect(peeped.statusCode).toBe(404);
  });
});

describe('用车', () => {
  const trip = (from: string, to: string, more: object = {}) => ({
    purpose: 'task',
    startsAt: `2026-11-24T${from}:00+08:00`,
    endsAt: `2026-11-24T${to}:00+08:00`,
    destination: '颍上县',
    people: 3,
    outside: false,
    reason: '调研数据工作',
    ...more,
  });
  async function ready(from: string, to: string, more: object = {}): Promise<string> {
    const id = await applied('clerk', 'car-use', trip(from, to, more));
    expect(await act('head', 'car-use', id, 'agree')).toBe(200);
    return id;
  }
  const send = (id: string, car: number, odometerOut: number) =>
    act('secretary', 'car-use', id, 'send', { car: office.made.cars[car], driver: '李师傅', odometerOut });

  test('一车同一时间只派一次,同时派的一方得知派给了谁;首尾相接可以;回车更新里程', async () => {
    const [first, second, later] = [
      await ready('09:00', '11:00'),
      await ready('10:00', '12:00'),
      await ready('11:00', '13:00'),
    ];
    const replies = await Promise.all([send(first, 0, 32100), send(second, 0, 32100)]);
    expect([...replies].sort()).toEqual([200, 409]);
    const [winner, loser] = replies[0] === 200 ? [first, second] : [second, first];
    expect(await send(loser, 0, 32100)).toBe(409);
    expect(office.refusal().code).toBe('office.carTaken');
    expect(await send(loser, 1, 58640)).toBe(200);
    // It begins when whichever of the two was sent from nine to eleven comes back.
    const [free, mileage] = winner === first ? [0, 32100] : [1, 58640];
    expect(await send(later, free, mileage)).toBe(200);
    expect(await act('secretary', 'car-use', winner, 'back', { odometerBack: 32000 })).toBe(400);
    expect(await act('secretary', 'car-use', winner, 'back', { odometerBack: 32180 })).toBe(200);
    expect((await seen('clerk', 'car-use', winner)).row['distance']).toBe(80);
    const car = await (await office.at('secretary')).get(
      `/api/registers/rows/office.car/${office.made.cars[0]}`,
    );
    expect(car.json().row.odometer).toBe(32180);
  });

  test('坐不下、在维修、里程倒走的派不出;出市报领导;先回后出不收', async () => {
    const id = await ready('14:00', '15:00', { people: 5 });
    for (const [which, reason] of [
      [0, 'carUnfit'],
      [2, 'carUnfit'],
    ] as const) {
      expect(await send(id, which, 99_999)).toBe(409);
      expect(office.refusal().code).toBe(`office.${reason}`);
    }
    expect(await send(id, 1, 10)).toBe(400);
    expect(office.refusal().code).toBe('office.mileageWrong');
    const far = await applied('clerk', 'car-use', trip('16:00', '17:00', { outside: true }));
    await act('head', 'car-use', far, 'agree');
    expect((await seen('leader', 'car-use', far)).stage).toBe('lead');
    expect(code(await apply('clerk', 'car-use', trip('17:00', '16:00')))).toBe('office.tripTooLong');
  });
});

describe('采购', () => {
  const wanted = (quantity: number, unitPrice: number, more: object = {}) => ({
    item: '便携式计算机',
    kind: 'goods',
    budgetItem: '办公设备购置',
    quantity,
    unitPrice,
    reason: '更新老旧设备',
    ...more,
  });

  test('按全年同类累计裁决方式和层级,拆单也一样', async () => {
    const small = await applied('clerk', 'purchase', wanted(1, 6000));
    const first = (await seen('clerk', 'purchase', small)).row;
    expect([first['way'], first['level'], first['amount'], first['needsLeader']]).toEqual([
      'own',
      1,
      6000,
      false,
    ]);
    expect(first['basis']).toContain('采购限额表第 1 版第 1 行');
    const second = await applied('clerk', 'purchase', wanted(1, 5000));
    const row = (await seen('clerk', 'purchase', second)).row;
    expect([row['way'], row['yearTotal'], row['needsLeader']]).toEqual(['quotes', 11_000, true]);
    // The first one was asked for as a small purchase; now the total says otherwise.
    expect(await act('head', 'purchase', small, 'agree')).toBe(409);
    expect(office.refusal().code).toBe('office.limitRaised');
  });

  test('集体研究要纪要;成交不超批准;比价要三份报价;验收不合格退回', async () => {
    const other = { budgetItem: '机房维护', kind: 'services', item: '机房巡检' };
    expect(code(await apply('clerk', 'purchase', wanted(1, 250_000, other)))).toBe('office.minutesNeeded');
    const id = await applied('clerk', 'purchase', wanted(2, 20_000, other));
    await act('head', 'purchase', id, 'agree');
    await act('leader', 'purchase', id, 'agree');
    const buy = (contractAmount: number, quotes: readonly string[]) =>
      act('secretary', 'purchase', id, 'bought', { supplier: '阜阳某公司', contractAmount, quotes });
    expect(await buy(41_000, [])).toBe(409);
    expect(office.refusal().code).toBe('office.overApproved');
    expect(await buy(39_000, [])).toBe(400);
    const quotes = [
      await file('secretary'),
      await file('secretary', '二.pdf'),
      await file('secretary', '三.pdf'),
    ];
    expect(await buy(39_000, quotes)).toBe(200);
    expect(await act('clerk', 'purchase', id, 'reject')).toBe(200);
    expect(await buy(39_000, quotes)).toBe(200);
    expect(await act('clerk', 'purchase', id, 'accept', { acceptance: '数量、质量符合要求' })).toBe(200);
    expect((await seen('clerk', 'purchase', id)).outcomeTitle).toBe('已验收');
  });

  test('金额由服务器计算,自己填的不算数', async () => {
    expect((await apply('clerk', 'purchase', wanted(3, 0.1, { amount: 1 }))).statusCode).toBe(400);
    const id = await applied('clerk', 'purchase', wanted(3, 0.1, { budgetItem: '耗材' }));
    expect((await seen('clerk', 'purchase', id)).row['amount']).toBe(0.3);
  });
});

describe('用印', () => {
  const paper = (more: object = {}) => ({
    paper: '数据共享协议',
    seal: 'unit',
    copies: 2,
    sendTo: '市财政局',
    purpose: '签订协议',
    blank: false,
    takeOut: false,
    ...more,
  });

  test('部门同意后用印,份数不超批准;空白纸张不收', async () => {
    expect(code(await apply('clerk', 'seal-use', paper({ blank: true })))).toBe('office.blankPaper');
    const id = await applied('clerk', 'seal-use', paper());
    await act('head', 'seal-use', id, 'agree');
    expect(await act('sealer', 'seal-use', id, 'seal', { sealedCopies: 3 })).toBe(409);
    expect(await act('sealer', 'seal-use', id, 'seal', { sealedCopies: 2 })).toBe(200);
    expect((await seen('clerk', 'seal-use', id)).outcomeTitle).toBe('已用印');
  });

  test('外带和合同章报领导,外带的用后要归还', async () => {
    expect((await apply('clerk', 'seal-use', paper({ takeOut: true }))).json().problems[0].path).toBe(
      'outUntil',
    );
    const outUntil = '2026-11-30T18:00:00+08:00';
    expect(code(await apply('clerk', 'seal-use', paper({ takeOut: true, outUntil })))).toBe(
      'office.sealOutWrong',
    );
    const id = await applied(
      'clerk',
      'seal-use',
      paper({ seal: 'contract', takeOut: true, outUntil: '2026-11-24T18:00:00+08:00' }),
    );
    await act('head', 'seal-use', id, 'agree');
    await act('leader', 'seal-use', id, 'agree');
    await act('sealer', 'seal-use', id, 'seal', { sealedCopies: 1 });
    expect((await seen('sealer', 'seal-use', id)).stage).toBe('back');
    expect(await act('sealer', 'seal-use', id, 'back', { returnedAt: '2026-11-24T18:00:00+08:00' })).toBe(
      400,
    );
    expect(await act('sealer', 'seal-use', id, 'back', { returnedAt: '2026-11-23T09:30:00+08:00' })).toBe(
      200,
    );
  });

  test('带密级标志的内容和附件名都不收', async () => {
    expect(code(await apply('clerk', 'seal-use', paper({ paper: '机密★三年 方案' })))).toBe(
      'office.classified',
    );
    const scans = [await file('clerk', '秘密★一年 名单.pdf')];
    expect(code(await apply('clerk', 'seal-use', paper({ scans })))).toBe('office.classified');
  });
});

describe('来访', () => {
  const guests = (more: object = {}) => ({
    visitor: '赵某',
    company: '某科技公司',
    phone: '13900001234',
    people: 2,
    startsAt: '2026-11-24T09:00:00+08:00',
    endsAt: '2026-11-24T11:00:00+08:00',
    place: '三楼会议室',
    purpose: '项目交流',
    ...more,
  });

  test('约定时间内才能登记到访,没到访的到点才能登记;离开后办结', async () => {
    const id = await applied('clerk', 'visit', guests());
    await act('head', 'visit', id, 'agree');
    expect(await act('secretary', 'visit', id, 'arrive')).toBe(409);
    expect(office.refusal().code).toBe('office.visitClosed');
    expect(await act('secretary', 'visit', id, 'absent')).toBe(409);
    office.clock.set('2026-11-24T00:30:00Z');
    expect(await act('secretary', 'visit', id, 'arrive', { badge: 'A07' })).toBe(200);
    expect(await act('secretary', 'visit', id, 'leave')).toBe(200);
    const { outcomeTitle, row } = await seen('secretary', 'visit', id);
    expect([outcomeTitle, row['phone']]).toEqual(['已离开', '139****1234']);
  });

  test('人多的报领导;时间不对、车牌不对逐项指出', async () => {
    const id = await applied('clerk', 'visit', guests({ people: 30 }));
    await act('head', 'visit', id, 'agree');
    expect((await seen('leader', 'visit', id)).stage).toBe('lead');
    const wrong = await apply('clerk', 'visit', guests({ endsAt: '2026-11-25T11:00:00+08:00' }));
    expect(wrong.json().problems[0].path).toBe('endsAt');
    expect((await apply('clerk', 'visit', guests({ plate: '12345' }))).statusCode).toBe(400);
  });
});
