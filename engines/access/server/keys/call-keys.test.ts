/** Keys of applications: what they prove, how one follows another, and that an ended one proves nothing anywhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { ManualClock } from '../../../../kernel/clock.ts';
import { newId } from '../../../../kernel/ids.ts';
import { createTrust, type TrustEngine, trustTables } from '../../../trust/index.ts';
import { callText } from '../../signed-call.ts';
import { callKeyTables, hmacSm3, openCallKeys } from './call-keys.ts';

const clock = new ManualClock('2026-11-23T02:00:00Z');
let store: TestStore;
let trust: TrustEngine;
beforeAll(async () => {
  store = await openTestStore({ tables: [...trustTables, ...callKeyTables], clock });
  trust = createTrust({ store });
});
afterAll(async () => {
  await trust.close();
  await store.close();
});

function signed(app: string, secret: string, more: { readonly at?: string } = {}) {
  const call = {
    app,
    target: 'flow.deadline@1.0.0',
    at: clock.now().toISOString(),
    nonce: 'a'.repeat(20),
    content: '{}',
    ...more,
  };
  return { ...call, signature: hmacSm3(secret, callText(call)) };
}

test('换发后旧密钥在重叠期内仍有效，过期即失效；吊销立即失效', async () => {
  const keys = openCallKeys(store, trust.vault);
  const app = newId();
  const issue = (overlapHours: number) =>
    store.transaction((work) => keys.issue(work, { app, kind: 'real', overlapHours }));
  const outcome = async (secret: string) => (await keys.prove(signed(app, secret), 300)).outcome;
  const first = await issue(0);
  expect(await outcome(first)).toBe('proven');
  const second = await issue(24);
  expect([await outcome(first), await outcome(second)]).toEqual(['proven', 'proven']);
  clock.advance(24 * 3_600_000 + 1);
  expect([await outcome(first), await outcome(second)]).toEqual(['bad-signature', 'proven']);
  const third = await issue(0);
  expect([await outcome(second), await outcome(third)]).toEqual(['bad-signature', 'proven']);
  expect(await store.transaction((work) => keys.revoke(work, app))).toBe(1);
  expect(await outcome(third)).toBe('bad-signature');
  expect((await keys.list(app)).every(({ endsAt }) => endsAt !== null)).toBe(true);
});

test('沙箱密钥只证明自己是沙箱的；时钟差太多、内容被改、别的应用都不算数', async () => {
  const keys = openCallKeys(store, trust.vault);
  const app = newId();
  const [real, sandbox] = await store.transaction(async (work) => [
    await keys.issue(work, { app, kind: 'real', overlapHours: 0 }),
    await keys.issue(work, { app, kind: 'sandbox', overlapHours: 0 }),
  ]);
  expect(await keys.prove(signed(app, sandbox ?? ''), 300)).toMatchObject({ kind: 'sandbox' });
  expect(await keys.prove(signed(app, real ?? ''), 300)).toMatchObject({ kind: 'real' });
  const late = new Date(clock.now().getTime() - 301_000).toISOString();
  expect(await keys.prove(signed(app, real ?? '', { at: late }), 300)).toEqual({ outcome: 'bad-time' });
  expect(await keys.prove(signed(app, real ?? '', { at: 'never' }), 300)).toEqual({ outcome: 'bad-time' });
  const good = signed(app, real ?? '');
  for (const more of [{ content: '{"a":1}' }, { target: 'flow.deadline@2.0.0' }, { app: newId() }])
    expect(await keys.prove({ ...good, ...more }, 300)).toEqual({ outcome: 'bad-signature' });
});

function turn(): { readonly came: Promise<void>; come(): void } {
  let come = () => {};
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { came, come: () => come() };
}

test('密钥更换时正在读的旧密钥不会留下来', async () => {
  const app = newId();
  const [read, replaced] = [turn(), turn()];
  let first = true;
  const keys = openCallKeys(store, {
    ...trust.vault,
    async open(sealed, place) {
      const secret = await trust.vault.open(sealed, place);
      if (!first) return secret;
      first = false;
      read.come();
      await replaced.came;
      return secret;
    },
  });
  let times = 0;
  // Registered after `keys`, and so told after it: of the first key and of the one that replaces it.
  store.onAnnounce('access.call-key', (of) => {
    times += of === app ? 1 : 0;
  });
  const told = (often: number) => expect.poll(() => times, { timeout: 50_000 }).toBe(often);
  const issue = (through: ReturnType<typeof openCallKeys>) =>
    store.transaction((work) => through.issue(work, { app, kind: 'real', overlapHours: 0 }));
  await issue(keys);
  // Two at once would be told as one.
  await told(1);
  const reading = keys.find(app, 'real');
  await read.came;
  const other = await issue(openCallKeys(store, trust.vault));
  await told(2);
  replaced.come();
  await reading;
  expect(await keys.find(app, 'real')).toBe(other);
});
