/** A document from draft to archive over HTTP: 会签, 加签, 驳回, 代理, two at once, timers and the machine's work. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../../store/index.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { flow as flowService } from '../../../service.ts';
import { makePerson } from '../../test-support/make-person.ts';
import { openOffice, type TestOffice } from '../../test-support/document.ts';
import {
  actPaper,
  atCountersign,
  openPaper,
  papersPath,
  seen,
  shownSigners,
  signature,
  todo,
  tryPaper,
} from '../../test-support/test-office.ts';

const hour = 3_600_000;
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.city.close());

async function runJob(name: string): Promise<void> {
  const { store } = office.city;
  const id = await store.jobs.start(name, {}, 'test');
  for (;;) {
    const status = await store.jobs.status(id);
    if (status?.state === 'done') return;
    if (status?.state === 'failed') throw new Error(status.message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('从拟稿到归档', () => {
  test('会签全部同意才送签发;分发和归档并行;流转记录完整', async () => {
    const { people, machine } = office;
    const id = await atCountersign(office, [people.road, people.water]);
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['李四 open', '周五 open']);
    await actPaper(office, people.road, id, 'agree', { opinion: '无意见' });
    const half = await seen(office, people.water, id);
    expect([half.stage, shownSigners(half)]).toEqual(['countersign', ['李四 done', '周五 open']]);
    // Who signs sees what he signs, though the register would not show him other units' papers.
    expect(half.row).toMatchObject({ subject: '关于防汛的通知' });
    await actPaper(office, people.water, id, 'agree', { opinion: '同意' });
    const file = await signature(office, people.head);
    await actPaper(office, people.head, id, 'sign', { signature: file });
    const both = await seen(office, people.clerk, id);
    expect(both.signers?.map((each) => each.stageTitle)).toEqual(['分发']);
    expect(both.waiting).toMatchObject([{ title: '编号', kind: 'job', incident: null }]);
    await runJob('flow.timers');
    expect((await seen(office, people.clerk, id)).signers?.map((each) => each.stageTitle)).toEqual([
      '分发',
      '归档',
    ]);
    await actPaper(office, people.clerk, id, 'done');
    await actPaper(office, people.reviewer, id, 'done');
    const closed = await seen(office, people.clerk, id);
    expect([closed.status, closed.outcomeTitle, closed.signers]).toEqual(['closed', '已发文', []]);
    expect(closed.row).toMatchObject({ documentNumber: `阜城〔2026〕${machine.runs}号` });
    expect(closed.timeline.map((entry) => entry.title)).toEqual([
      '发起',
      '送核稿',
      '送会签',
      '同意',
      '同意',
      '签发',
      '自动办理:编号',
      '已归档',
      '已分发',
    ]);
    expect(closed.timeline[5]).toMatchObject({ signature: file });
  });

  test('与己无关的人看不到,流程里没有的人办不了', async () => {
    const { people, city } = office;
    const id = await atCountersign(office, [people.road]);
    expect((await (await city.as(people.stranger)).get(`${papersPath}/${id}`)).statusCode).toBe(404);
    const { version } = await seen(office, people.clerk, id);
    const reply = await tryPaper(office, people.stranger, { id, version }, 'agree', { opinion: '同意' });
    expect(reply.statusCode).toBe(404);
    expect(
      (await tryPaper(office, people.clerk, { id, version }, 'agree', { opinion: '好' })).json().code,
    ).toBe('flow.notHolder');
    expect((await city.visitor.get(`${papersPath}/${id}`)).statusCode).toBe(401);
  });

  test('会签可送单位也可送人,写明各人的单位;办不了的人不能被指定', async () => {
    const { people, city } = office;
    const { id } = await openPaper(office);
    await actPaper(office, people.clerk, id, 'submit');
    const asked = await (await city.as(people.reviewer)).get(`${papersPath}/${id}/candidates?action=pass`);
    const found = asked.json<{ units: { id: string }[]; people: { name: string }[] }>();
    expect(found.people.map(({ name }) => name).sort()).toEqual(['吴六', '周五', '李四']);
    expect(found.units.length).toBe(2);
    const { version } = await seen(office, people.reviewer, id);
    const pass = (target: object) =>
      tryPaper(office, people.reviewer, { id, version }, 'pass', { target: { people: [target] } });
    const refused = await pass({ unit: null, person: people.stranger });
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'flow.unknownPerson']);
    expect((await pass({ unit: null, person: people.road })).statusCode).toBe(200);
    const [signer] = (await seen(office, people.clerk, id)).signers ?? [];
    expect(signer).toMatchObject({ personName: '李四', unit: null, unitName: expect.stringMatching(/./) });
  });

  test('本环节不可见的字段不给看,可编辑的才能改', async () => {
    const { people } = office;
    const { id } = await openPaper(office, { secret: '领导口头交办', body: '初稿' });
    await actPaper(office, people.clerk, id, 'submit');
    const shown = await seen(office, people.reviewer, id);
    expect(shown.row).not.toHaveProperty('secret');
    expect(shown.fieldRights).toEqual({ body: 'editable', secret: 'hidden' });
    const { version } = shown;
    const wrong = await tryPaper(office, people.reviewer, { id, version }, 'straight', {
      values: { subject: '改题' },
    });
    expect(wrong.json().problems[0].path).toBe('subject');
    await actPaper(office, people.reviewer, id, 'straight', { values: { body: '定稿' } });
    expect((await seen(office, people.head, id)).row).toMatchObject({
      body: '定稿',
      subject: '关于防汛的通知',
    });
  });
});

describe('加签、减签与委派', () => {
  test('前加签先办再回来,后加签办完才走,并加签一起办', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road]);
    const add = (position: string, person: string) =>
      actPaper(office, people.road, id, 'verb.add-signer', {
        target: { position, people: [{ unit: null, person }] },
      });
    await add('before', people.water);
    const parked = await seen(office, people.clerk, id);
    expect(shownSigners(parked)).toEqual(['李四 parked', '周五(前加签) open']);
    expect(await todo(office, people.road, parked.number)).toEqual([]);
    expect(await todo(office, people.water, parked.number)).toEqual(['会签']);
    await actPaper(office, people.water, id, 'verb.answer', { opinion: '建议补充水位' });
    await add('after', people.water2);
    await actPaper(office, people.road, id, 'agree', { opinion: '同意' });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['李四 done', '吴六(后加签) open']);
    await actPaper(office, people.water2, id, 'agree', { opinion: '同意' });
    expect((await seen(office, people.clerk, id)).stage).toBe('sign-off');
  });

  test('加签人可减去他加的人;没有权限的人不能被加签', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road]);
    await actPaper(office, people.road, id, 'verb.add-signer', {
      target: { position: 'parallel', people: [{ unit: null, person: people.water }] },
    });
    const shown = await seen(office, people.road, id);
    const drop = shown.offers.find((offer) => offer.action === 'verb.drop-signer');
    expect(drop?.signers?.map((each) => each.name)).toEqual(['周五']);
    const wrong = await tryPaper(office, people.road, shown, 'verb.add-signer', {
      target: { position: 'parallel', people: [{ unit: null, person: people.clerk }] },
    });
    expect(wrong.json().code).toBe('flow.outOfReach');
    await actPaper(office, people.road, id, 'verb.drop-signer', {
      target: { item: drop?.signers?.[0]?.item },
    });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['李四 open']);
  });

  test('委派给人提意见,再回到本人定', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.water]);
    await actPaper(office, people.water, id, 'verb.delegate', { person: people.water2 });
    const delegated = await seen(office, people.water2, id);
    expect(delegated.offers.map((offer) => offer.action)).toContain('verb.answer');
    expect(delegated.offers.map((offer) => offer.action)).not.toContain('agree');
    await actPaper(office, people.water2, id, 'verb.answer', { opinion: '可以会签' });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['周五 open']);
    await actPaper(office, people.water, id, 'agree', { opinion: '同意' });
  });
});

describe('驳回与撤回', () => {
  test('会签人退回拟稿,重新走一遍,先前每个人的意见都在', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road, people.water]);
    await actPaper(office, people.road, id, 'agree', { opinion: '道路部分无意见' });
    const back = (await seen(office, people.water, id)).offers.find(
      (offer) => offer.action === 'verb.return',
    );
    expect(back?.stages.map((each) => each.title)).toEqual(['拟稿', '核稿']);
    await actPaper(office, people.water, id, 'verb.return', {
      opinion: '水位数据有误',
      target: { stage: 'draft' },
    });
    const again = await seen(office, people.clerk, id);
    expect([again.stage, shownSigners(again)]).toEqual(['draft', ['赵一 open']]);
    const opinions = again.timeline.map((entry) => entry.opinion).filter((opinion) => opinion !== null);
    expect(opinions).toEqual(['道路部分无意见', '水位数据有误']);
    await actPaper(office, people.clerk, id, 'submit', { values: { body: '改稿' } });
    expect((await seen(office, people.clerk, id)).holder?.personName).toBe('钱二');
  });

  test('退回补正直接回到退回的人,其他会签人照常办', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road, people.water]);
    await actPaper(office, people.water, id, 'verb.return', {
      opinion: '请补附件',
      target: { stage: 'draft', mode: 'straight' },
    });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual([
      '李四 open',
      '周五 parked',
      '赵一(退回补正) open',
    ]);
    await actPaper(office, people.road, id, 'agree', { opinion: '同意' });
    await actPaper(office, people.clerk, id, 'verb.answer', {
      opinion: '已补',
      values: { body: '附件已补' },
    });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['李四 done', '周五 open']);
    await actPaper(office, people.water, id, 'agree', { opinion: '同意' });
    expect((await seen(office, people.clerk, id)).stage).toBe('sign-off');
  });

  test('下一环节还没办,上一办理人可撤回;办了就不行', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road, people.water]);
    await actPaper(office, people.reviewer, id, 'verb.take-back');
    expect((await seen(office, people.clerk, id)).holder?.personName).toBe('钱二');
    await actPaper(office, people.reviewer, id, 'pass', {
      target: {
        people: [
          { unit: null, person: people.road },
          { unit: null, person: people.water },
        ],
      },
    });
    await actPaper(office, people.road, id, 'agree', { opinion: '同意' });
    const { version } = await seen(office, people.reviewer, id);
    const late = await tryPaper(office, people.reviewer, { id, version }, 'verb.take-back');
    expect(late.json().code).toBe('flow.nothingToTakeBack');
  });
});

describe('代理', () => {
  test('代理期间办的事,流转记录写明代谁办;期满就办不了', async () => {
    const { people, city } = office;
    const caller = await city.as(people.road);
    const now = city.clock.now().getTime();
    const added = await caller.post('/api/flow/acting', {
      deputy: people.water,
      types: ['papers.paper'],
      from: new Date(now).toISOString(),
      until: new Date(now + 8 * hour).toISOString(),
      reason: '出差',
    });
    expect(added.statusCode).toBe(200);
    const id = await atCountersign(office, [people.road]);
    expect(await todo(office, people.water)).toContain('会签 代李四');
    await actPaper(office, people.water, id, 'agree', { opinion: '代为同意' });
    const last = (await seen(office, people.clerk, id)).timeline.at(-1);
    expect(last).toMatchObject({ actorName: '周五', actingForName: '李四', opinion: '代为同意' });
    const other = await atCountersign(office, [people.road]);
    const { version } = await seen(office, people.clerk, other);
    const acting = added.json<{ id: string }>().id;
    expect((await (await city.as(people.water)).del(`/api/flow/acting/${acting}`)).statusCode).toBe(404);
    expect((await caller.del(`/api/flow/acting/${acting}`)).statusCode).toBe(200);
    const late = await tryPaper(office, people.water, { id: other, version }, 'agree', { opinion: '同意' });
    expect(late.statusCode).toBe(404);
    expect(await todo(office, people.water)).not.toContain('会签 代李四');
  });
});

describe('代理的另一方', () => {
  async function given(owner: string) {
    const { city, people } = office;
    const now = city.clock.now().getTime();
    const reply = await (await city.as(owner)).post('/api/flow/acting', {
      deputy: people.water,
      from: new Date(now).toISOString(),
      until: new Date(now + 200 * 24 * hour).toISOString(),
    });
    return reply.json<{ id: string }>().id;
  }

  test('离岗由别的系统或管得到他的人登记,期间按类型代理;管不到的人登记不了', async () => {
    const { city, people } = office;
    const now = city.clock.now().getTime();
    const absence = {
      owner: people.road,
      deputy: people.water,
      types: ['papers.paper'],
      from: new Date(now).toISOString(),
      until: new Date(now + 8 * hour).toISOString(),
      reason: '休假',
    };
    const flow = city.services.use(flowService);
    const { id: acting } = await flow.setAbsence(systemPrincipal, absence);
    const id = await atCountersign(office, [people.road]);
    expect(await todo(office, people.water)).toContain('会签 代李四');
    await actPaper(office, people.water, id, 'agree', { opinion: '代为同意' });
    await (await city.as(people.road)).del(`/api/flow/acting/${acting}`);
    const refused = await (await city.as(people.clerk)).post('/api/flow/acting', absence);
    expect(refused.json()).toMatchObject({ code: 'city.invalid', problems: [{ path: 'owner' }] });
    const { departments } = await city.access.principalOf(people.road);
    const keeper = await makePerson(city, {
      account: 'duty-keeper',
      name: '郑七',
      post: { role: 'flow:duty-keeper', area: '341200000000', department: departments[0] ?? '' },
    });
    const himself = await (await city.as(keeper)).post('/api/flow/acting', { ...absence, deputy: keeper });
    expect(himself.json()).toMatchObject({ code: 'city.invalid', problems: [{ path: 'deputy' }] });
    const post = { role: 'flow:designer', area: '341200000000' };
    const both = [departments[0] ?? '', 'city-archives'].map((department) => ({ ...post, department }));
    const wide = await city.access.admin.createSubject({
      account: 'two-units',
      name: '两处',
      kind: 'official',
      posts: both,
      passwordHash: 'none',
      mustChange: false,
    });
    const beyond = await (await city.as(keeper)).post('/api/flow/acting', { ...absence, owner: wide.id });
    expect(beyond.json()).toMatchObject({ code: 'city.invalid', problems: [{ path: 'owner' }] });
    const given = await (await city.as(keeper)).post('/api/flow/acting', absence);
    expect(given.json()).toMatchObject({ ownerName: '李四', givenBy: '郑七' });
    const ended = await (await city.as(keeper)).del(`/api/flow/acting/${given.json<{ id: string }>().id}`);
    expect(ended.statusCode).toBe(200);
  });

  test('委托人账号停用,代理人自己的待办照常打开;代理列表说明没有生效', async () => {
    const { city, people } = office;
    const acting = await given(people.road);
    const id = await atCountersign(office, [people.road, people.water]);
    await city.access.parts.accounts.setState(
      people.road,
      'disabled',
      await city.access.principalOf(people.admin),
    );
    expect(await todo(office, people.water)).toContain('会签');
    await actPaper(office, people.water, id, 'agree', { opinion: '同意' });
    const list = await (await city.as(people.water)).get('/api/flow/acting');
    const shown = list.json<{ id: string; idle: boolean }[]>().find((one) => one.id === acting);
    expect(shown?.idle).toBe(true);
    await city.access.parts.accounts.setState(
      people.road,
      'active',
      await city.access.principalOf(people.admin),
    );
    await (await city.as(people.road)).del(`/api/flow/acting/${acting}`);
  });

  test('委托人出差期间密码过期,代理照常', async () => {
    const { city, people } = office;
    const id = await atCountersign(office, [people.road]);
    const acting = await given(people.road);
    await sql`update access_subject set password_at = '2020-01-01' where id = ${people.road}::uuid`.execute(
      city.store.db,
    );
    await city.store.announce('access', people.road);
    await expect
      .poll(async () => (await city.access.principalOf(people.road)).departments, { timeout: 30_000 })
      .toEqual([]);
    expect(await todo(office, people.water)).toContain('会签 代李四');
    await actPaper(office, people.water, id, 'agree', { opinion: '代为同意' });
    await sql`update access_subject set password_at = now() where id = ${people.road}::uuid`.execute(
      city.store.db,
    );
    await city.store.announce('access', people.road);
    await (await city.as(people.road)).del(`/api/flow/acting/${acting}`);
  });
});

describe('两个人同时办', () => {
  test('同一事项一人成功,另一人被告知谁在何时办了', async () => {
    const { people } = office;
    const { id } = await openPaper(office);
    const { version } = await actPaper(office, people.clerk, id, 'submit');
    const replies = await Promise.all(
      [people.reviewer, people.reviewer2].map((who) => tryPaper(office, who, { id, version }, 'straight')),
    );
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
    const late = replies.find((reply) => reply.statusCode === 409)?.json();
    expect([late.code, late.message]).toEqual([
      'city.stale',
      expect.stringMatching(/该件已由.*(钱二|孙三)于 .* 办理“直送签发”/),
    ]);
  });

  test('两位会签人同时签自己的,互不妨碍', async () => {
    const { people } = office;
    const id = await atCountersign(office, [people.road, people.water, people.water2]);
    const { version } = await seen(office, people.clerk, id);
    const replies = await Promise.all(
      [people.road, people.water].map((who) =>
        tryPaper(office, who, { id, version }, 'agree', { opinion: '同意' }),
      ),
    );
    expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200]);
  });
});

describe('到时、自动环节与管理员', () => {
  test('签发超时提醒一次,几个进程同时看也只一次', async () => {
    const { people, city } = office;
    const { id } = await openPaper(office);
    await actPaper(office, people.clerk, id, 'submit');
    await actPaper(office, people.reviewer, id, 'straight');
    city.clock.advance(48 * hour);
    await Promise.all([runJob('flow.timers'), runJob('flow.timers')]);
    const titles = (await seen(office, people.clerk, id)).timeline.map((entry) => entry.title);
    expect(titles.filter((title) => title === '已提醒签发')).toEqual(['已提醒签发']);
    expect((await seen(office, people.head, id)).stage).toBe('sign-off');
  });

  test('自动环节失败会再试,再三失败交管理员重试', async () => {
    const { people, city, machine } = office;
    const { id } = await openPaper(office);
    await actPaper(office, people.clerk, id, 'submit');
    await actPaper(office, people.reviewer, id, 'straight');
    await actPaper(office, people.head, id, 'sign', { signature: await signature(office, people.head) });
    machine.failures = 5;
    for (let turn = 0; turn < 6; turn += 1) {
      await runJob('flow.timers');
      city.clock.advance(hour);
    }
    const stuck = await seen(office, people.admin, id);
    expect(stuck.waiting).toMatchObject([{ title: '编号', incident: '自动环节多次失败,请联系系统管理员' }]);
    await actPaper(office, people.admin, id, 'verb.retry');
    await runJob('flow.timers');
    expect((await seen(office, people.clerk, id)).signers?.map((each) => each.stageTitle)).toContain('归档');
  });

  test('管理员跳转要理由;挂起时钟停走', async () => {
    const { people, city } = office;
    const id = await atCountersign(office, [people.road]);
    const shown = await seen(office, people.admin, id);
    expect(
      (await tryPaper(office, people.admin, shown, 'verb.jump', { target: { stage: 'sign-off' } })).json()
        .problems[0].path,
    ).toBe('opinion');
    await actPaper(office, people.admin, id, 'verb.jump', {
      opinion: '会签单位撤销',
      target: { stage: 'sign-off' },
    });
    const before = await seen(office, people.head, id);
    expect(before.stage).toBe('sign-off');
    await actPaper(office, people.admin, id, 'verb.suspend', { opinion: '等上级文件' });
    expect(
      (await tryPaper(office, people.head, await seen(office, people.head, id), 'sign')).json().code,
    ).toBe('flow.suspended');
    city.clock.advance(24 * hour);
    await runJob('flow.timers');
    await actPaper(office, people.admin, id, 'verb.resume');
    const after = await seen(office, people.head, id);
    expect(after.timeline.map((entry) => entry.title)).not.toContain('已提醒签发');
    await actPaper(office, people.admin, id, 'verb.terminate', { opinion: '不再需要' });
    expect((await seen(office, people.clerk, id)).outcomeTitle).toBe('作废');
  });
});

describe('抄送与传阅', () => {
  test('传阅的人看得到,确认后留下已阅时间', async () => {
    const { people, city } = office;
    const id = await atCountersign(office, [people.road]);
    await actPaper(office, people.road, id, 'verb.circulate', {
      target: { people: [{ unit: null, person: people.stranger }] },
    });
    const reader = await city.as(people.stranger);
    const list = (await reader.get('/api/flow/readings?unread=true')).json<{ rows: { caseId: string }[] }>();
    expect(list.rows.map((row) => row.caseId)).toContain(id);
    expect((await seen(office, people.stranger, id)).row).toMatchObject({ subject: '关于防汛的通知' });
    await reader.post(`/api/flow/readings/${id}`);
    const shown = await seen(office, people.clerk, id);
    expect(shown.readers).toMatchObject([{ name: '冯九', kind: 'circulate', sentName: '李四' }]);
    expect(shown.readers?.[0]?.readAt).not.toBeNull();
    expect((await (await city.as(people.head)).post(`/api/flow/readings/${id}`)).statusCode).toBe(404);
  });
});
