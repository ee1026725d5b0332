/** Short words for driving cases over HTTP in this engine's tests. */
import type { LightMyRequestResponse } from 'fastify';
import { newId } from '../../../../kernel/ids.ts';
import type { CaseDetail, Receipt } from '../../contract.ts';
import { answerOf, casesOf, detailOf, tryActOn } from './drive.ts';
import { countyA, roads, type TestFlow } from './repair.ts';

export type { TestFlow };

const type = 'repair.ticket';
export const casesPath = casesOf(type);

export async function openTicket(
  test: TestFlow,
  who: string,
  values: object = {},
  id = newId(),
): Promise<Receipt> {
  return answerOf<Receipt>(await tryOpen(test, who, values, id), 'open');
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

type Seen = { readonly id: string; readonly version: number };

export function tryAct({ city }: TestFlow, who: string, one: Seen, action: string, more: object = {}) {
  return tryActOn(city, type, who, one, action, more);
}

export async function act(
  test: TestFlow,
  who: string,
  one: Seen,
  action: string,
  more: object = {},
): Promise<Receipt> {
  return answerOf<Receipt>(await tryAct(test, who, one, action, more), action);
}

export function detail({ city }: TestFlow, who: string, id: string): Promise<CaseDetail> {
  return detailOf(city, type, who, id);
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
