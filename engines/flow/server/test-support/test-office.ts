/** Short words for driving documents over HTTP in this engine's tests. */
import type { LightMyRequestResponse } from 'fastify';
import { newId } from '../../../../kernel/ids.ts';
import type { CaseDetail, Receipt, Signer } from '../../contract.ts';
import type { TestOffice } from './document.ts';

export const papersPath = '/api/flow/cases/papers.paper';

export async function openPaper(test: TestOffice, values: object = {}): Promise<Receipt> {
  const caller = await test.city.as(test.people.clerk);
  const reply = await caller.post(papersPath, {
    id: newId(),
    values: { subject: '关于防汛的通知', ...values },
  });
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<Receipt>();
}

export async function seen(test: TestOffice, who: string, id: string): Promise<CaseDetail> {
  const reply = await (await test.city.as(who)).get(`${papersPath}/${id}`);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<CaseDetail>();
}

export async function tryPaper(
  test: TestOffice,
  who: string,
  one: { id: string; version: number },
  action: string,
  more: object = {},
): Promise<LightMyRequestResponse> {
  const caller = await test.city.as(who);
  return caller.post(`${papersPath}/${one.id}/acts`, { version: one.version, action, ...more });
}

/** With the version that the page shows now. */
export async function actPaper(
  test: TestOffice,
  who: string,
  id: string,
  action: string,
  more: object = {},
): Promise<Receipt> {
  const { version } = await seen(test, who, id);
  const reply = await tryPaper(test, who, { id, version }, action, more);
  if (reply.statusCode !== 200) throw new Error(`${action}: ${reply.body}`);
  return reply.json<Receipt>();
}

export async function signature(test: TestOffice, who: string): Promise<string> {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return (await test.city.as(who)).upload('签名.png', 'image/png', png);
}

/** Drafted, reviewed, and with the signers. */
export async function atCountersign(test: TestOffice, signers: readonly string[]): Promise<string> {
  const { people } = test;
  const { id } = await openPaper(test);
  await actPaper(test, people.clerk, id, 'submit');
  await actPaper(test, people.reviewer, id, 'pass', {
    target: { people: signers.map((person) => ({ unit: null, person })) },
  });
  return id;
}

export function shownSigners(detail: CaseDetail): readonly string[] {
  const manner = (each: Signer) => (each.mannerTitle === '' ? '' : `(${each.mannerTitle})`);
  return (detail.signers ?? []).map(
    (each) => `${each.personName ?? each.unitName}${manner(each)} ${each.state}`,
  );
}

/** His open items; of one case when its number is given. */
export async function todo(test: TestOffice, who: string, number = ''): Promise<readonly string[]> {
  const reply = await (await test.city.as(who)).get(`/api/flow/to-do?search=${number}`);
  const { rows } = reply.json<{ rows: { stageTitle: string; actingForName?: string }[] }>();
  return rows.map(
    (row) => `${row.stageTitle}${row.actingForName === undefined ? '' : ` 代${row.actingForName}`}`,
  );
}
