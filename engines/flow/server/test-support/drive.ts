/** One act on a case over HTTP, for the tests of any case type. */
import type { LightMyRequestResponse } from 'fastify';
import type { TestCity } from '../../../../test/support/city.ts';
import type { CaseDetail } from '../../contract.ts';

/** '/api/flow/cases/<type>' */
export function casesOf(type: string): string {
  return `/api/flow/cases/${type}`;
}

export async function tryActOn(
  city: TestCity,
  type: string,
  who: string,
  one: { readonly id: string; readonly version: number },
  action: string,
  more: object = {},
): Promise<LightMyRequestResponse> {
  const caller = await city.as(who);
  return caller.post(`${casesOf(type)}/${one.id}/acts`, { version: one.version, action, ...more });
}

/** The answer's body; what is refused throws it. */
export function answerOf<Body>(reply: LightMyRequestResponse, asked = ''): Body {
  if (reply.statusCode !== 200) throw new Error(`${asked}: ${reply.body}`);
  return reply.json<Body>();
}

export async function detailOf(city: TestCity, type: string, who: string, id: string): Promise<CaseDetail> {
  return answerOf<CaseDetail>(await (await city.as(who)).get(`${casesOf(type)}/${id}`));
}
