/** What goes out by events and from registers: only the contract's fields and rows, signed, once, with a receipt. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textToSign } from '../../../engines/lake/contract.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { resource } from '../data-catalogue/contract.ts';
import { newId } from '../../../kernel/ids.ts';
import { delivery } from './registers/delivery.ts';
import { deliverDue } from './server/deliveries.ts';
import { openSharing, type Sharing } from './test-support/open-sharing.ts';

let sharing: Sharing;
let receiver: Server;
let status = 200;
const bodies: string[] = [];
beforeAll(async () => {
  sharing = await openSharing();
  receiver = createServer((request, reply) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      bodies.push(text);
      reply.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, 240_000);
afterAll(async () => {
  receiver.close();
  await sharing.close();
});

const fields = [
  { name: 'code', source: 'code', title: '代码', type: 'text', key: true },
  { name: 'town', source: 'town', title: '乡镇', type: 'text' },
  { name: 'phone', source: 'phone', title: '电话', type: 'text' },
];

/** A dataset of the test's own, loaded by key. */
async function loaded(content: string, dataset: string): Promise<void> {
  const { city } = sharing;
  const { LakeFields } = await import('../../../engines/lake/contract.ts');
  const file = await city.store.files.write({
    name: 'given.csv',
    contentType: 'text/csv',
    by: 'test',
    body: Readable.from([Buffer.from(`code,town,phone\n${content}`)]),
    limit: 1e9,
  });
  const batch = await city.services.use(lake).load(
    {
      dataset,
      title: '测试',
      source: newId(),
      connection: { kind: 'file' },
      object: { kind: 'file', file: file.id },
      mode: 'key',
      follow: 'code',
      fields: LakeFields.parse(fields),
    },
    'tester',
  );
  expect(batch.state).toBe('loaded');
  await city.services.use(lake).serve(dataset);
}

test('每批的变化按合同范围签名推送：先核准、先有凭证；收方拒收逐次重试；范围外的变化不说', async () => {
  const { city, makeContract, key, app } = sharing;
  const dataset = newId();
  await loaded('A,文峰街道,1\nB,王店镇,1\nC,文峰街道,1\n', dataset);
  const contract = await makeContract({
    dataset,
    fields: [{ name: 'code', title: '代码', masked: false }],
    rows: { town: ['文峰街道'] },
    callsPerDay: 1,
  });
  const user = await sharing.user();
  const path = `/api/data-sharing/agreements/${contract}/deliveries`;
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
  expect((await user.post(path, { url: 'file:///etc/passwd' })).json()).toMatchObject({
    code: 'data-sharing.badReceiver',
  });
  const { id } = (await user.post(path, { url })).json<{ id: string }>();
  await deliverDue(city.services);
  expect((await user.post(`/api/data-sharing/deliveries/${id}/acts`, { act: 'resume' })).statusCode).toBe(
    403,
  );
  expect((await user.post(`/api/data-sharing/deliveries/${id}/approval`)).statusCode).toBe(403);
  const authority = await sharing.authority();
  expect((await authority.post(`/api/data-sharing/deliveries/${id}/approval`)).statusCode).toBe(200);
  // A leaves the contract's rows, D comes, C changes where the contract has nothing, B and E are none of its.
  await loaded('A,王店镇,1\nB,王店镇,2\nC,文峰街道,2\nD,文峰街道,1\nE,王店镇,1\n', dataset);
  const state = () => city.services.use(registers).of(delivery).trusted.find(city.store.db, id);
  status = 500;
  const turn = async () => {
    await deliverDue(city.services);
    return state();
  };
  await expect.poll(async () => (await turn())?.status, { timeout: 20_000 }).toBe('retrying');
  expect((await state())?.problem).toContain('500');
  status = 200;
  city.clock.advance(2 * 60_000);
  await expect.poll(async () => (await turn())?.status, { timeout: 20_000 }).toBe('current');
  expect(bodies).toHaveLength(2);
  const sent = JSON.parse(bodies[1] ?? '') as Record<
    'at' | 'nonce' | 'data' | 'signature' | 'receipt',
    string
  >;
  expect(JSON.parse(sent.data)).toEqual([
    { key: 'A', row: null },
    { key: 'D', row: { code: 'D' } },
  ]);
  const text = textToSign({ app, contract, at: sent.at, nonce: sent.nonce, query: sent.data });
  expect(sent.signature).toBe(createHmac('sm3', key).update(text).digest('hex'));
  const found = await user.get(`/api/data-sharing/receipts?receipt=${sent.receipt}`);
  expect(found.json()).toMatchObject({ receipts: [{ contract, rows: 2 }] });
  // The day's only call was not used up by the receiver that was away; that it was tried is kept.
  const basin = city.services.use(lake);
  expect(await basin.usage([contract], '2026-01-01')).toMatchObject([{ calls: 1, rows: 2 }]);
  expect(await basin.calls({ contracts: [contract], size: 10 })).toHaveLength(2);
  await deliverDue(city.services);
  expect(bodies).toHaveLength(2);
  // With the contract it ends.
  await authority.post(`/api/data-sharing/agreements/${contract}/status`, {
    status: 'revoked',
    reason: '结束',
  });
  expect((await state())?.status).toBe('ended');
});

test('台账也能申请和共享：字段、行条件、脱敏和凭证与数据集一样，取自台账本身', async () => {
  const { city } = sharing;
  const rows = city.services.use(registers);
  const [entry] = await rows.of(resource).trusted.findMany(city.store.db, {
    filter: { field: 'target', is: 'equal', value: 'register:data-catalogue.resource' },
    limit: 1,
  });
  expect(entry).toMatchObject({ shareType: '1', status: 'published' });
  const user = await sharing.user();
  const opened = await user.post('/api/flow/cases/data-sharing.request', {
    values: {
      title: '取目录',
      resource: entry?.id,
      application: sharing.app,
      basis: '职责',
      purpose: '比对目录',
      fieldNames: 'code\nname\nshareType',
      rowConditions: 'shareType=1',
      callsPerDay: 100,
      until: '2027-12-31',
    },
  });
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  await city.store.drain();
  const [made] = await sharing.list<{ id: string; dataset: string }>(user, 'data-sharing.agreement', {
    resource: entry?.id,
  });
  const first = await sharing.call(made?.id ?? '', 'size=2');
  expect(first.statusCode, first.body).toBe(200);
  const page = first.json<{ rows: Record<string, unknown>[]; next: string; receipt: string }>();
  expect(page.rows).toHaveLength(2);
  expect(Object.keys(page.rows[0] ?? {}).toSorted()).toEqual(['code', 'name', 'shareType']);
  const after = await sharing.call(made?.id ?? '', `after=${page.next}&size=200`);
  const all = [...page.rows, ...after.json<{ rows: Record<string, unknown>[] }>().rows];
  const wanted = await rows.of(resource).trusted.findMany(city.store.db, {
    filter: { field: 'shareType', is: 'equal', value: '1' },
    limit: 1000,
  });
  expect(all.map((row) => row['code']).toSorted()).toEqual(wanted.map((row) => row.code).toSorted());
  const one = await sharing.call(made?.id ?? '', `key=${page.next}`);
  expect(one.json<{ rows: unknown[] }>().rows).toHaveLength(1);
  // A row outside of the conditions is none.
  const outside = await rows.of(resource).trusted.findMany(city.store.db, {
    filter: { field: 'shareType', is: 'equal', value: '3' },
    limit: 1,
  });
  expect((await sharing.call(made?.id ?? '', `key=${outside[0]?.id}`)).json()).toMatchObject({ rows: [] });
  const file = await user.post(`/api/data-sharing/agreements/${made?.id}/file`);
  expect(file.statusCode, file.body.slice(0, 200)).toBe(200);
  expect(file.body.trim().split('\n')).toHaveLength(wanted.length + 1);
  const refused = await user.post(`/api/data-sharing/agreements/${made?.id}/deliveries`, {
    url: 'http://a.test/',
  });
  expect(refused.json()).toMatchObject({ code: 'data-sharing.noBatches' });
});
