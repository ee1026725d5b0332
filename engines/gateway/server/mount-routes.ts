/** Puts every route of every contract on the server: session → access → schema → handler → reply. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../../../kernel/access.ts';
import type { Binary, Dialect, Endpoint } from '../../../kernel/contract.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Context, Services, System } from '../../../kernel/system.ts';
import { type AccessService, sessionHeader } from '../../access/index.ts';
import type { Store } from '../../store/index.ts';
import { type BoundRoute, bindRoutes, isBinary, runRoute } from './run-route.ts';
import { cookieName, principalOf, refuseCrossSite, visitorOf } from './session.ts';

export interface MountOptions {
  readonly systems: readonly System[];
  readonly services: Services;
  readonly access: AccessService;
  readonly store: Store;
  /** Cookies go over TLS only. */
  readonly secure: boolean;
  /** Requests a minute for one caller and route, unless the route says otherwise; 0 switches the limit off (benches). */
  readonly rate: number;
  /** Checks each reply against its declared shape (tests). */
  readonly checkReplies: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly dialect?: Dialect;
  }
}

function inputOf(request: FastifyRequest, { dialect }: Endpoint): Record<string, unknown> {
  const params = request.params as Record<string, unknown>;
  if (dialect !== undefined) {
    const headers = Object.fromEntries(dialect.headers.map((name) => [name, request.headers[name]]));
    return { ...params, query: request.query, headers, body: request.body };
  }
  const rest = request.method === 'GET' ? request.query : request.body;
  if (rest === null || rest === undefined) return { ...params };
  if (typeof rest !== 'object' || Array.isArray(rest)) throw commonErrors.invalid();
  return { ...(rest as Record<string, unknown>), ...params };
}

export function sendBinary(reply: FastifyReply, binary: Binary): FastifyReply {
  if (binary.status !== undefined) reply.status(binary.status);
  // What was done or made is told without content, and then without a type (RFC 9110 §15.3).
  const bare = binary.status !== undefined && binary.body instanceof Uint8Array && binary.body.length === 0;
  if (bare) return reply.headers(binary.headers ?? {}).send();
  reply.header('content-type', binary.contentType);
  if (binary.fileName !== undefined)
    reply.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(binary.fileName)}`,
    );
  for (const [name, value] of Object.entries(binary.headers ?? {})) reply.header(name, value);
  // The caller's copy is still good (RFC 9110 §13.1.2): tiles answer by their content.
  if (
    binary.headers?.['etag'] !== undefined &&
    reply.request.headers['if-none-match'] === binary.headers['etag']
  )
    return reply.removeHeader('content-type').removeHeader('content-encoding').status(304).send();
  return reply.send(
    binary.body instanceof Uint8Array
      ? Buffer.from(binary.body.buffer, binary.body.byteOffset, binary.body.byteLength)
      : binary.body,
  );
}

function setSession(reply: FastifyReply, token: string, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  if (token === '') reply.clearCookie(cookieName, attributes);
  else reply.setCookie(cookieName, token, attributes);
}

const signals = new WeakMap<FastifyRequest, AbortSignal>();

function abortSignalOf(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const known = signals.get(request);
  if (known !== undefined) return known;
  const gone = new AbortController();
  if (request.raw.destroyed) gone.abort();
  else reply.raw.once('close', () => gone.abort());
  signals.set(request, gone.signal);
  return gone.signal;
}

function makeContext(
  options: MountOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
): Context {
  const key = request.headers['x-request-key'];
  const heard = request.headers['last-event-id'];
  return {
    use: options.services.use,
    principal,
    now: options.store.clock.now(),
    traceId: request.id,
    address: request.ip,
    // Made when asked for: most handlers never look, and a signal costs as much as a query plan.
    get signal() {
      return abortSignalOf(request, reply);
    },
    requestKey: typeof key === 'string' ? key.slice(0, 64) : undefined,
    lastEventId: typeof heard === 'string' && isId(heard) ? heard : undefined,
    reply: {
      header(name, value) {
        if (name === sessionHeader) setSession(reply, value, options.secure);
        else reply.header(name, value);
      },
    },
  };
}

/** Nobody's session can be misused from another site where none is looked at. */
async function callerOf(request: FastifyRequest, route: Endpoint, access: AccessService): Promise<Principal> {
  if ('publicBecause' in route && route.withoutSession === true) return visitorOf(request);
  refuseCrossSite(request);
  return principalOf(request, access);
}

function mountRoute(app: FastifyInstance, options: MountOptions, bound: BoundRoute): void {
  const { route } = bound;
  const output = route.output === 'binary' ? undefined : (route.output as z.ZodType);
  app.route({
    method: route.method,
    url: route.path,
    config: {
      ...(options.rate > 0 ? { rateLimit: { max: route.rate ?? options.rate, timeWindow: 60_000 } } : {}),
      ...(route.dialect === undefined ? {} : { dialect: route.dialect }),
    },
    async handler(request, reply) {
      const principal = await callerOf(request, route, options.access);
      const answer = await runRoute(options.access, bound, {
        input: () => inputOf(request, route),
        context: makeContext(options, request, reply, principal),
      });
      if (isBinary(answer)) return sendBinary(reply, answer);
      if (options.checkReplies && output !== undefined) output.parse(answer);
      reply.header('cache-control', 'no-store');
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
    },
  });
}

/** What each standard calls its JSON. */
function acceptDialects(app: FastifyInstance, systems: readonly System[]): void {
  const types = systems.flatMap(({ contract }) =>
    Object.values(contract.routes).flatMap(({ dialect }) => dialect?.mediaTypes ?? []),
  );
  for (const type of new Set(types))
    app.addContentTypeParser(type, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
}

export function mountRoutes(app: FastifyInstance, options: MountOptions): void {
  acceptDialects(app, options.systems);
  for (const bound of bindRoutes(options.systems)) mountRoute(app, options, bound);
}
