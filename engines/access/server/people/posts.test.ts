/** Posts by period, delegation, review, acts of two persons and three administrators who try to overstep, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { brokenCombination } from './check-combination.ts';

const area = '341200000000';
let city: TestCity;
let department = '';
let serial = 0;

interface Person {
  readonly id: string;
  readonly caller: Caller;
}

beforeAll(async () => {
  city = await openTestCity();
  department = (await city.access.departments())[0]?.id ?? '';
});
afterAll(() => city.close());

async function person(role?: string): Promise<Person> {
  serial += 1;
  const { id } = await city.access.admin.createSubject({
    account: `posts-${serial}`,
    name: `人员${serial}`,
    kind: 'official',
    mustChange: false,
    posts: role === undefined ? [] : [{ role, department, area }],
  });
  return { id, caller: await city.as(id) };
}

const business = 'registers:code-keeper';
const permission = 'registers:manage-code-lists';
const system = () => person('access:system-administrator');
const security = () => person('access:security-administrator');
const auditor = () => person('access:audit-administrator');

async function may(id: string): Promise<boolean> {
  return city.access.decide(await city.access.principalOf(id), permission).permit;
}

function at(days: number): string {
  return new Date(city.clock.now().getTime() + days * 86_400_000).toISOString();
}

describe('岗位期限', () => {
  test('借调只在期限内有效：未到不给，到期自动收回，不用谁去改', async () => {
    const guard = await security();
    const lent = await person();
    const post = { role: business, department, area, kind: 'secondment', from: at(1), to: at(3) };
    expect(
      (await guard.caller.post(`/api/access/people/${lent.id}/posts`, { posts: [post] })).statusCode,
    ).toBe(200);
    expect(await may(lent.id)).toBe(false);
    expect(await city.access.holdersOf(permission, { area })).not.toContain(lent.id);
    city.clock.advance(2 * 86_400_000);
    expect(await may(lent.id)).toBe(true);
    expect(await city.access.holdersOf(permission, { area })).toContain(lent.id);
    city.clock.advance(2 * 86_400_000);
    expect(await may(lent.id)).toBe(false);
    const wrong = { ...post, from: at(3), to: at(1) };
    const again = await security();
    expect(
      (await again.caller.post(`/api/access/people/${lent.id}/posts`, { posts: [wrong] })).json().code,
    ).toBe('access.badPeriod');
  });
});

describe('代理', () => {
  test('委托人有什么代理人才有什么，到期或结束即止；受托的不能再委托；不能委托给自己', async () => {
    const [lender, borrower, third] = [await person(business), await person(), await person()];
    const body = { borrower: borrower.id, from: at(-1), to: at(5), reason: '外出开会' };
    const made = await lender.caller.post('/api/access/delegations', body);
    expect(made.statusCode).toBe(200);
    expect(await may(borrower.id)).toBe(true);
    const on = await borrower.caller.post('/api/access/delegations', { ...body, borrower: third.id });
    expect(on.json().code).toBe('access.notYours');
    const self = await lender.caller.post('/api/access/delegations', { ...body, borrower: lender.id });
    expect(self.json().code).toBe('access.ownGrant');
    expect((await third.caller.post(`/api/access/delegations/${made.json().id}/end`)).statusCode).toBe(404);
    expect((await lender.caller.post(`/api/access/delegations/${made.json().id}/end`)).statusCode).toBe(200);
    expect(await may(borrower.id)).toBe(false);
    await lender.caller.post('/api/access/delegations', body);
    expect(await may(borrower.id)).toBe(true);
    await (await system()).caller.patch(`/api/access/people/${lender.id}/state`, { state: 'disabled' });
    expect(await may(borrower.id)).toBe(false);
    await city.access.parts.accounts.setState(
      lender.id,
      'active',
      await city.access.principalOf(borrower.id),
    );
    const again = await city.as(lender.id);
    const long = await again.post('/api/access/delegations', { ...body, to: at(400) });
    expect(long.json().code).toBe('access.longPeriod');
  });

  test('管理员岗位不能委托，业务岗位也不能委托给管理员', async () => {
    const [keeper, lender, guard] = [await system(), await person(business), await security()];
    const body = { from: at(-1), to: at(5), reason: '请假' };
    const lent = await keeper.caller.post('/api/access/delegations', { ...body, borrower: lender.id });
    expect(lent.json().code).toBe('access.notYours');
    const crossed = await lender.caller.post('/api/access/delegations', { ...body, borrower: guard.id });
    expect(crossed.json().code).toBe('access.rolesConflict');
  });
});

describe('权限复核', () => {
  test('确认的保留，收回的立即失效，未答复的到期收回；不能复核自己；最后一名管理员不收', async () => {
    const [guard, reviewer] = [await security(), await person(business)];
    const [kept, taken, silent] = [await person(business), await person(business), await person(business)];
    const started = await guard.caller.post('/api/access/reviews', {
      title: '季度复核',
      department,
      reviewer: reviewer.id,
      due: at(7),
    });
    expect(started.statusCode).toBe(200);
    const { reviews } = (await reviewer.caller.get('/api/access/mine')).json();
    const names = await city.access.namesOf([kept.id, taken.id, silent.id, reviewer.id]);
    const itemOf = (id: string) =>
      reviews.find((item: { subjectName: string }) => item.subjectName === names.get(id))?.id;
    expect(itemOf(reviewer.id)).toBeUndefined();
    expect(
      (await reviewer.caller.post(`/api/access/reviews/items/${itemOf(kept.id)}`, { keep: true })).statusCode,
    ).toBe(200);
    expect(
      (await reviewer.caller.post(`/api/access/reviews/items/${itemOf(taken.id)}`, { keep: false }))
        .statusCode,
    ).toBe(200);
    expect(
      (await kept.caller.post(`/api/access/reviews/items/${itemOf(silent.id)}`, { keep: true })).statusCode,
    ).toBe(404);
    expect([await may(kept.id), await may(taken.id), await may(silent.id)]).toEqual([true, false, true]);
    city.clock.advance(8 * 86_400_000);
    await city.access.parts.reviews.lapse({ ...(await city.access.principalOf(guard.id)) });
    expect([await may(kept.id), await may(silent.id)]).toEqual([true, false]);
    const left = await city.access.holdersOf('access:manage-roles', {});
    expect(left.length).toBeGreaterThan(0);
  });
});

describe('应急授权', () => {
  test('须另一人批准，限时，到期自动收回；自己不能批准，审计管理员不能给权限', async () => {
    const [asker, guard, watcher] = [await person(), await security(), await auditor()];
    const body = { role: business, department, area, minutes: 30, reason: '系统故障抢修' };
    const asked = await asker.caller.post('/api/access/requests/break-glass', body);
    expect(asked.statusCode).toBe(200);
    const { id } = asked.json();
    expect(await may(asker.id)).toBe(false);
    expect((await asker.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).statusCode).toBe(
      403,
    );
    expect(
      (await watcher.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).statusCode,
    ).toBe(403);
    expect((await guard.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).statusCode).toBe(
      200,
    );
    expect(await may(asker.id)).toBe(true);
    expect(
      (await guard.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).json().code,
    ).toBe('access.nothingWaits');
    city.clock.advance(31 * 60_000);
    expect(await may(asker.id)).toBe(false);
    // His session was idle for too long.
    const later = await city.as(asker.id);
    const admin = { ...body, role: 'access:security-administrator' };
    expect((await later.post('/api/access/requests/break-glass', admin)).json().code).toBe(
      'access.rolesConflict',
    );
  });
});

describe('应急告警', () => {
  test('安全管理员和审计管理员收到每一步的消息并能在权限监督看到，别人没有', async () => {
    // What was asked for before these people came is told first, or they would hear of it too.
    await city.store.drain();
    const [asker, guard, watcher, keeper] = [
      await person(),
      await security(),
      await auditor(),
      await system(),
    ];
    const titles = async ({ caller }: Person) => {
      await city.store.drain();
      const { notices } = (await caller.get('/api/messages/notices')).json<{
        notices: { title: string }[];
      }>();
      return notices.map(({ title }) => title);
    };
    const body = { role: business, department, area, minutes: 30, reason: '系统故障抢修' };
    const { id } = (await asker.caller.post('/api/access/requests/break-glass', body)).json();
    expect(await titles(guard)).toEqual(['权限告警：应急授权已申请，待另一人批准']);
    // Of what is told at one moment, no list knows which came first.
    city.clock.advance(1000);
    await guard.caller.post(`/api/access/requests/${id}/decide`, { approve: true });
    expect(await titles(watcher)).toEqual([
      '权限告警：应急授权已批准',
      '权限告警：应急授权已申请，待另一人批准',
    ]);
    expect(await titles(keeper)).toEqual([]);
    expect(await titles(asker)).toEqual([]);
    const pages = async ({ caller }: Person) =>
      (await caller.get('/api/access/session'))
        .json<{ pages: { system: string; key: string }[] }>()
        .pages.some((page) => page.system === 'access' && page.key === 'oversight');
    expect([await pages(guard), await pages(watcher), await pages(keeper), await pages(asker)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const [line] = (await watcher.caller.get('/api/access/requests')).json();
    expect(line).toMatchObject({ id, kind: 'break-glass', state: 'approved' });
  });
});

describe('三员越权', () => {
  test('系统管理员一人改不了管理员的密码，也就冒充不了；两人办理只用一次', async () => {
    const [keeper, guard, watcher] = [await system(), await security(), await auditor()];
    const reset = () => keeper.caller.post(`/api/access/people/${guard.id}/password`);
    expect((await reset()).json().code).toBe('access.needsSecond');
    const { id } = (
      await keeper.caller.post('/api/access/requests/reset-administrator', {
        id: guard.id,
        reason: '本人忘记密码',
      })
    ).json();
    expect(
      (await keeper.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).json().code,
    ).toBe('access.ownRequest');
    expect(
      (await guard.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).json().code,
    ).toBe('access.ownRequest');
    expect(
      (await watcher.caller.post(`/api/access/requests/${id}/decide`, { approve: true })).statusCode,
    ).toBe(200);
    expect((await reset()).statusCode).toBe(200);
    expect((await reset()).json().code).toBe('access.needsSecond');
  });

  test('系统管理员不能授权、不能看审计；安全管理员不能建号、不能给自己授权、不能看审计；审计管理员什么也改不了', async () => {
    const [keeper, guard, watcher] = [await system(), await security(), await auditor()];
    const posts = { posts: [{ role: business, department, area }] };
    const tries: readonly (readonly [Caller, 'get' | 'post', string, object])[] = [
      [keeper.caller, 'post', `/api/access/people/${keeper.id}/posts`, posts],
      [keeper.caller, 'get', '/api/access/audit', {}],
      [keeper.caller, 'get', '/api/access/explain', {}],
      [guard.caller, 'post', '/api/access/people', { account: 'made-by-guard', name: '新人' }],
      [guard.caller, 'get', '/api/access/audit', {}],
      [guard.caller, 'post', `/api/access/people/${guard.id}/posts`, posts],
      [watcher.caller, 'post', `/api/access/people/${watcher.id}/posts`, posts],
      [watcher.caller, 'post', '/api/access/people', { account: 'made-by-watcher', name: '新人' }],
      [watcher.caller, 'get', '/api/access/settings', {}],
    ];
    for (const [caller, method, url, body] of tries)
      expect((method === 'get' ? await caller.get(url) : await caller.post(url, body)).statusCode, url).toBe(
        403,
      );
    // Knocking again within a minute adds nothing; what was only asked for first is no overstepping.
    await keeper.caller.get('/api/access/audit');
    const lines = async (who: Person) => {
      const found = await watcher.caller.get(`/api/access/audit?event=refuse&subject=${who.id}&size=50`);
      return found
        .json<{ rows: { objectType: string; objectId: string; result: string }[] }>()
        .rows.map(({ objectType, objectId, result }) => [objectType, objectId, result].join(' '))
        .sort();
    };
    expect(await lines(keeper)).toEqual([
      'route access.audit failure',
      'route access.explain failure',
      'route access.setPosts failure',
    ]);
    expect(await lines(guard)).toHaveLength(3);
    expect(await lines(watcher)).toHaveLength(3);
  });

  test('不能兼任的组合，两两都拒绝', () => {
    const three = [
      'access:system-administrator',
      'access:security-administrator',
      'access:audit-administrator',
    ];
    for (const one of three) {
      expect(brokenCombination([one])).toBeUndefined();
      for (const other of [...three, business])
        if (other !== one) expect(brokenCombination([one, other]), `${one} + ${other}`).toBeDefined();
    }
    expect(brokenCombination([business, 'rules:keeper'])).toBeUndefined();
  });
});

describe('权限推演', () => {
  test('与真正的决定一致，说得出哪个岗位、期限、范围起作用', async () => {
    const guard = await security();
    const subject = await person(business);
    const ask = async (query: string) =>
      (await guard.caller.get(`/api/access/explain?subject=${subject.id}&${query}`)).json();
    const yes = await ask(`permission=${permission}&area=341202000000`);
    expect(yes).toMatchObject({ permit: true, posts: [{ held: true, gives: true, reaches: true }] });
    const no = await ask('permission=access:read-audit');
    expect(no).toMatchObject({ permit: false, posts: [{ gives: false }] });
  });
});

describe('会话', () => {
  test('本人看得到自己的会话并能结束；别人的会话只有安全管理员能结束', async () => {
    const [subject, other, guard] = [await person(), await person(), await security()];
    const second = await city.as(subject.id);
    const { sessions } = (await subject.caller.get('/api/access/mine')).json();
    expect(sessions).toHaveLength(2);
    const target = sessions.find((line: { current: boolean }) => !line.current).id;
    expect((await other.caller.post(`/api/access/sessions/${target}/end`)).statusCode).toBe(404);
    expect((await guard.caller.post(`/api/access/sessions/${target}/end`)).statusCode).toBe(200);
    expect((await second.get('/api/access/mine')).statusCode).toBe(401);
  });
});
