/** Who is calling: the session cookie, and the proof that an unsafe request comes from our own pages. */
import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { anonymous, type Principal } from '../../../kernel/access.ts';
import { commonErrors, defineErrors, forbidden } from '../../../kernel/errors.ts';
import type { AccessService } from '../../access/index.ts';

export const cookieName = 'city_session';

const errors = defineErrors('gateway', {
  crossSite: forbidden('请求来源不可信，请从本系统页面操作'),
  notForAgents: forbidden('此事只能本人办理，不能代办'),
});

/** Names the agency under which the caller acts for somebody (代办). */
const actingHeader = 'x-acting-for';

/** RFC 6750 §2.1. */
function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{1,300})$/.exec(request.headers.authorization ?? '')?.[1];
}

/** RFC 7617; nobody is challenged for it here, so that no browser has one to send by itself. */
function basicOf(request: FastifyRequest): boolean {
  return /^Basic /i.test(request.headers.authorization ?? '');
}

export function visitorOf(request: FastifyRequest): Principal {
  return { ...anonymous, origin: { address: request.ip, traceId: request.id } };
}

export async function principalOf(request: FastifyRequest, access: AccessService): Promise<Principal> {
  const origin = { address: request.ip, traceId: request.id };
  const bearer = bearerOf(request);
  if (bearer !== undefined) {
    // A machine says who it is with each request; it never borrows the session of a browser.
    const machine = await access.singleSignOn.machineOf(bearer);
    if (machine === undefined) throw commonErrors.unauthenticated();
    return { ...machine, origin };
  }
  // A device names itself so in each request, and the handler asks for its proof; the session of a browser is not borrowed.
  if (basicOf(request)) return visitorOf(request);
  const token = request.cookies[cookieName];
  const found = token === undefined || token === '' ? undefined : await access.findPrincipal(token);
  const agency = request.headers[actingHeader];
  if (found === undefined || agency === undefined) return { ...(found ?? anonymous), origin };
  return { ...(await access.actFor(found, String(agency))), origin };
}

export function refuseAgent(principal: Principal): void {
  if (principal.acting !== undefined) throw errors.notForAgents();
}

/**
 * Cross-site request forgery: SameSite cookies are the first wall; this is the second. A form on another site cannot set the header
 * without a preflight that we never answer, and browsers say where a request comes from.
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  // What a browser does not send by itself needs no second wall.
  if (bearerOf(request) !== undefined || basicOf(request)) return;
  if (request.headers['x-city-request'] !== '1') throw errors.crossSite();
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw errors.crossSite();
  const { origin } = request.headers;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host !== request.host)
    throw errors.crossSite();
}

/** A caller's counting key for limits, without keeping the token itself. */
export function tokenKey(token: string | undefined): string | undefined {
  return token === undefined || token === '' ? undefined : hash('sha1', token, 'base64url');
}
