/** Code lists in processes that start side by side: whoever loads what another has just loaded knows it too. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lampCodes } from '../test-support/lamps.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';
import { keepCodeLists } from './keep-code-lists.ts';

let open: OpenLamps;
beforeAll(async () => {
  open = await openLamps();
}, 60_000);
afterAll(() => open.store.close());

/** A second process on the same database, whose connection for announcements does not stand yet. */
const startLate = () => keepCodeLists({ ...open.store, onAnnounce: () => () => undefined });

test('两个进程同时启动：后装载的一条也不改，仍认得先装载的新代码', async () => {
  const late = await startLate();
  const more = lampCodes.map((entry) => ({ ...entry, list: 'street kinds' }));
  await open.engine.service.codeLists.load(more);
  expect(late.has('street kinds', 'led')).toBe(false);
  await late.load(more);
  expect(late.has('street kinds', 'led')).toBe(true);
  const renamed = more.map((entry) => (entry.code === 'led' ? { ...entry, name: '发光二极管灯' } : entry));
  await open.engine.service.codeLists.load(renamed);
  await late.load(renamed);
  expect(late.nameOf('street kinds', 'led')).toBe('发光二极管灯');
});

test('装载的与记得的相同，就不再读一遍', async () => {
  const late = await startLate();
  const known = await late.list('lamp kinds');
  await late.load(lampCodes);
  expect(await late.list('lamp kinds')).toBe(known);
});

test('改了一条代码，接着列出来的就是改过的', async () => {
  const { codeLists } = open.engine.service;
  const [entry] = await codeLists.list('lamp tags');
  if (entry === undefined) throw new Error('no entry');
  await open.store.transaction((work) => codeLists.save(work, 'tester', { ...entry, name: '年久' }));
  expect((await codeLists.list('lamp tags')).map(({ name }) => name)).toContain('年久');
});
