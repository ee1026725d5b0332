/** A city in which three seal what is shared of the registered firms, with the people of the three; the bindings are renewed when their sessions are. */
import { createHmac, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { textToSign } from '../../../../engines/lake/contract.ts';
import catalogue from '../../data-catalogue/system.ts';
import collection from '../../data-collection/system.ts';
import type { AccordView } from '../accord-routes.ts';
import system from '../system.ts';

export let city: TestCity;
export let authority: Caller;
/** Gives: 市场监管局. */
export let market: Caller;
/** Uses: 生态环境局. */
export let ecology: Caller;
let app = '';
let key = '';
export const base = '/api/data-sharing';

type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

export async function openAccordCity(): Promise<void> {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await signIn();
  await grade('important');
  app = (await list(ecology, 'data-sharing.application', {}))[0]?.id ?? '';
  key = (await ecology.post(`${base}/applications/${app}/key`)).json<{ key: string }>().key;
}

export async function signIn(): Promise<void> {
  [authority, market, ecology] = [
    await city.as('share-1'),
    await city.as('share-2'),
    await city.as('share-3'),
  ];
}

/** As the department confirms it in the catalogue, which is where sharing has it from. */
export async function grade(word: string): Promise<void> {
  const keeper = await city.as('catalogue-1');
  const [entry] = await list(keeper, 'data-catalogue.resource', { name: '市场主体登记信息' });
  const { items } = (await keeper.get(`/api/data-catalogue/grading/entries/${entry?.id}`)).json<{
    items: { id: string; version: number; field: string }[];
  }>();
  const set = await keeper.post('/api/data-catalogue/grading/set', {
    rows: items.filter(({ field }) => field === 'name').map(({ id, version }) => ({ id, version })),
    class: 'organisation',
    grade: word,
    opinion: '汇聚全市主体',
  });
  expect(set.statusCode, set.body).toBe(200);
}

export async function list(who: Caller, register: string, where: object): Promise<readonly Listed[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Listed[] }>().rows;
}

export async function makeContract(until: string): Promise<string> {
  const [entry] = await list(authority, 'data-catalogue.resource', { name: '市场主体登记信息' });
  const opened = await ecology.post('/api/flow/cases/data-sharing.request', {
    values: {
      title: '核验企业',
      basis: '《排污许可管理条例》第七条',
      purpose: '核验申请单位是否存续 {number}',
      fieldNames: 'credit_code\nname',
      callsPerDay: 5,
      until,
      resource: entry?.id,
      application: app,
    },
  });
  const { id } = opened.json<{ id: string }>();
  await city.store.drain();
  for (const [who, action] of [
    [authority, 'pass'],
    [market, 'agree'],
  ] as const) {
    const [row] = await list(authority, 'data-sharing.request', {});
    const { version } = { version: (await readRow(authority, 'data-sharing.request', id))['version'] };
    const reply = await who.post(`/api/flow/cases/data-sharing.request/${id}/acts`, { version, action });
    expect(reply.statusCode, `${action} ${reply.body} ${row?.id ?? ''}`).toBe(200);
  }
  const rows = await list(ecology, 'data-sharing.agreement', {});
  return rows.find((row) => row['request'] === id)?.id ?? '';
}

export async function readRow(who: Caller, register: string, id: string): Promise<Listed> {
  return (await who.get(`/api/registers/rows/${register}/${id}`)).json<{ row: Listed }>().row;
}

export async function accordOf(who: Caller, contract: string): Promise<AccordView> {
  const reply = await who.get(`${base}/agreements/${contract}/accord`);
  const { accord } = reply.json<{ accord: AccordView | null }>();
  if (accord === null) throw new Error('no accord');
  return accord;
}

export async function codeOf(who: Caller, path: string, payload: object): Promise<string> {
  const reply = await who.post(`${base}${path}`, payload);
  return reply.statusCode === 200 ? 'none' : reply.json<{ code: string }>().code;
}

export async function call(contract: string): Promise<string> {
  const unsigned = {
    app,
    contract,
    at: city.clock.now().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query: 'size=1',
  };
  const signature = createHmac('sm3', key).update(textToSign(unsigned)).digest('hex');
  const reply = await city.visitor.post(`${base}/call`, { ...unsigned, signature });
  return reply.statusCode === 200 ? 'none' : reply.json<{ code: string }>().code;
}

export function answersOf(accord: AccordView, failing?: string) {
  return accord.checklist.map(({ id }) => ({ id, holds: id !== failing, note: '' }));
}

export async function renew(contract: string, until: string): Promise<string> {
  const opened = await ecology.post('/api/flow/cases/data-sharing.renewal', {
    values: { agreement: contract, reason: '仍在核验', until, callsPerDay: 9 },
  });
  if (opened.statusCode >= 300) return opened.json<{ code: string }>().code;
  const { id } = opened.json<{ id: string }>();
  const { version } = (await readRow(market, 'data-sharing.renewal', id)) as unknown as { version: number };
  const agreed = await market.post(`/api/flow/cases/data-sharing.renewal/${id}/acts`, {
    version,
    action: 'agree',
  });
  expect(agreed.statusCode, agreed.body).toBe(200);
  return 'none';
}
