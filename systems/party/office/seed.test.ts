/** The demo office has documents on their way, filed ones and some to be received. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../engines/registers/service.ts';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { outgoingDocument } from './document/outgoing-document.ts';
import { delivery } from './registers/delivery.ts';
import { seedOffice } from './seed.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await seedOffice(city.services);
});
afterAll(() => city.close());

test('公文处在不同环节,有的已归档,来文待签收', async () => {
  const rows = city.services.use(registers);
  const documents = await rows.of(outgoingDocument).trusted.findMany(city.store.db, { limit: 100 });
  expect(new Set(documents.map(({ stage }) => stage)).size).toBeGreaterThan(3);
  expect(documents.filter(({ outcome }) => outcome === 'archived').length).toBeGreaterThan(0);
  const sent = await rows.of(delivery).trusted.findMany(city.store.db, { limit: 100 });
  expect(sent.filter(({ status }) => status === 'sent').length).toBeGreaterThan(2);
});

test('领导有一件待批示、一件待阅,公告有人已读', async () => {
  const leader = await city.as('office-city-leader');
  const todo = (await leader.get('/api/flow/to-do?size=20')).json();
  expect(todo.rows.map((row: { stageTitle: string }) => row.stageTitle)).toEqual(['批示']);
  const readings = (await leader.get('/api/flow/readings')).json();
  expect(readings.rows).toHaveLength(1);
  const head = await city.as('office-head');
  expect((await head.get('/api/office/bulletins')).json().rows).toHaveLength(1);
});

test('办事五类各有一件在办,有的已派车', async () => {
  const rows = city.services.use(registers);
  for (const kind of ['leave', 'car-use', 'purchase', 'seal-use', 'visit']) {
    const found = await rows.rows(`office.${kind}`).trusted.findMany(city.store.db, { limit: 10 });
    expect(found, kind).toHaveLength(1);
  }
});

test('演示人员能登录并看到自己单位的待签收来文', async () => {
  const secretary = await city.as('office-finance-secretary');
  const { rows } = (await secretary.get('/api/registers/rows/office.delivery')).json();
  expect(rows.length).toBeGreaterThan(0);
});
