/** Short words for driving cases over HTTP in this engine's tests. */
import type { LightMyRequestResponse } from 'fastify';
import { newId } from '../../../../kernel/ids.ts';
import type { CaseDetail, Receipt } from '../../contract.ts';
import { countyA, roads, type TestFlow } from './repair.ts';

export type { TestFlow };

const type = 'repair.ticket';
export const casesPath = `/api/flow/cases/${type}`;

export async function openTicket(
  test: TestFlow,
  who: string,
  values: object = {},
  id = newId(),
): Promise<Receipt> {
  const reply = await tryOpen(test, who, values, id);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<Receipt>();
}

export async function tryOpen(
  test: TestFlow,
  who: string,
  values: object = {},
  id = newId(),
): Promise<LightMyRequestResponse> {
  const caller = await test.city.as(who);
  return caller.post(casesPath, { id, values: { subject: '路灯不亮', caseArea: countyA, ...values } });
}

export async function tryAct(
  test: TestFlow,
  who: string,
  one: { id: string; version: number },
  action: string,
  more: object = {},
): Promise<LightMyRequestResponse> {
  const caller = await test.city.as(who);
  return caller.post(`${casesPath}/${one.id}/acts`, { version: one.version, action, ...more });
}

export async function act(
  test: TestFlow,
  who: string,
  one: { id: string; version: number },
  action: string,
  more: object = {},
): Promise<Receipt> {
  const reply = await tryAct(test, who, one, action, more);
  if (reply.statusCode !== 200) throw new Error(`${action}: ${reply.body}`);
  return reply.json<Receipt>();
}

export async function detail(test: TestFlow, who: string, id: string): Promise<CaseDetail> {
  const reply = await (await test.city.as(who)).get(`${casesPath}/${id}`);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<CaseDetail>();
}

/** A case that the roads unit is handling. */
export async function dispatched(test: TestFlow, values: object = {}): Promise<Receipt> {
  const { people } = test;
  const made = await openTicket(test, people.citizen, values);
  return act(test, people.clerk, made, 'dispatch', { unit: roads });
}

/** Asks for something and gives the request's id with the case. */
export async function asked(
  test: TestFlow,
  who: string,
  one: Receipt,
  verb: string,
  more: object = {},
): Promise<Receipt & { requestId: string }> {
  const receipt = await act(test, who, one, verb, { opinion: '理由充分', ...more });
  const { requests } = await detail(test, test.people.clerk, one.id);
  const open = requests.find((request) => request.state === 'open');
  return { ...receipt, requestId: open?.id ?? '' };
}
