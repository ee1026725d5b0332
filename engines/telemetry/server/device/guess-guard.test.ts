/** Guessing a device's password gets slower with each wrong one, and the device itself is not shut out by it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import { GuessGuard, networkOf } from './guess-guard.ts';

let sensing: OpenSensing;
beforeAll(async () => {
  sensing = await openSensing(2);
});
afterAll(() => sensing.close());

test('five wrong ones are free, then the waiting doubles up to an hour', () => {
  const guard = new GuessGuard();
  const bounds = { tries: 5, wait: 30_000 };
  for (let times = 0; times < 4; times += 1) {
    guard.failed('a', '198.51.100.7', 0, bounds);
    expect(guard.mayTry('a', '198.51.100.7', 0)).toBe(true);
  }
  guard.failed('a', '198.51.100.7', 0, bounds);
  expect([
    guard.mayTry('a', '198.51.100.7', 29_999),
    guard.mayTry('a', '198.51.100.7', 30_000),
    guard.mayTry('b', '198.51.100.7', 0),
  ]).toEqual([false, true, true]);
  guard.failed('a', '198.51.100.7', 30_000, bounds);
  expect([guard.mayTry('a', '198.51.100.7', 89_999), guard.mayTry('a', '198.51.100.7', 90_000)]).toEqual([
    false,
    true,
  ]);
  for (let times = 0; times < 40; times += 1) guard.failed('a', '198.51.100.7', 0, bounds);
  expect([
    guard.mayTry('a', '198.51.100.7', 3_599_999),
    guard.mayTry('a', '198.51.100.7', 3_600_000),
  ]).toEqual([false, true]);
  guard.passed('a', '198.51.100.7');
  expect(guard.mayTry('a', '198.51.100.7', 0)).toBe(true);
});

test('after wrong passwords even the right one waits, unless the device has shown it before', async () => {
  const { engine, store, clock, devices } = sensing;
  const [first = '', second = ''] = devices;
  await store.transaction(async (work) => {
    await engine.credentials.issue(work, first, 'test', 'password-1');
    await engine.credentials.issue(work, second, 'test', 'password-2');
  });
  expect(await engine.credentials.prove(first, 'password-1', '198.51.100.7')).toBe(true);
  for (let times = 0; times < 5; times += 1) {
    expect(await engine.credentials.prove(first, `guess-${times}`, '198.51.100.7')).toBe(false);
    expect(await engine.credentials.prove(second, `guess-${times}`, '198.51.100.7')).toBe(false);
  }
  expect(await engine.credentials.prove(first, 'password-1', '198.51.100.7')).toBe(true);
  expect(await engine.credentials.prove(second, 'password-2', '198.51.100.7')).toBe(false);
  clock.advance(3_600_000);
  expect(await engine.credentials.prove(second, 'password-2', '198.51.100.7')).toBe(true);
});

test('who guesses from elsewhere shuts himself out and not the device, even when its secret was never shown before', async () => {
  const { engine, store, devices } = sensing;
  const [, second = ''] = devices;
  await store.transaction((work) => engine.credentials.issue(work, second, 'test', 'password-4'));
  for (let times = 0; times < 8; times += 1)
    expect(await engine.credentials.prove(second, `guess-${times}`, '203.0.113.9')).toBe(false);
  expect(await engine.credentials.prove(second, 'password-4', '203.0.113.9')).toBe(false);
  expect(await engine.credentials.prove(second, 'password-4', '198.51.100.8')).toBe(true);
});

test('addresses of one IPv6 network count as one, and an IPv4 address wrapped into IPv6 as itself', () => {
  expect(networkOf('2001:db8:0:1::5')).toBe(networkOf('2001:db8::1:ffff:0:0:1'));
  expect(networkOf('2001:db8:0:1::5')).not.toBe(networkOf('2001:db8:0:2::5'));
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
});

test('guesses sent all at once are not looked at all at once', async () => {
  const { engine, store, devices } = sensing;
  const [, second = ''] = devices;
  await store.transaction((work) => engine.credentials.issue(work, second, 'test', 'password-3'));
  const guesses = Array.from({ length: 50 }, (_, index) => (index === 40 ? 'password-3' : `guess-${index}`));
  const proven = await Promise.all(
    guesses.map((guess) => engine.credentials.prove(second, guess, '198.51.100.7')),
  );
  expect(proven).not.toContain(true);
});

test('a revoked secret is not remembered', async () => {
  const { engine, store, devices } = sensing;
  const [first = ''] = devices;
  await store.transaction((work) => engine.credentials.revoke(work, first));
  expect(await engine.credentials.prove(first, 'password-1', '198.51.100.7')).toBe(false);
});
