/** The one door: a Fastify server with security headers, limits, one error shape and every contract's routes. */
import cookie from '@fastify/cookie';
import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { commonErrors } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Services, System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import type { Store } from '../../store/index.ts';
import contract from '../contract.ts';
import { mountDocs } from './docs-routes.ts';
import { sendError } from './errors.ts';
import { type FileGuard, mountFiles } from './file-routes.ts';
import { mountHealth } from './health-routes.ts';
import { mountRoutes } from './mount-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { cookieName, tokenKey } from './session.ts';
import { mountOidc } from './oidc-routes.ts';
import { mountPages } from './static-pages.ts';

export interface GatewayOptions {
  readonly store: Store;
  readonly access: AccessService;
  readonly services: Services;
  readonly systems: readonly System[];
  readonly fileGuards: Readonly<Record<string, FileGuard>>;
  readonly version: string;
  /** Where `vite build` put the pages; absent in tests. */
  readonly pages?: string;
  /** https://… when the city is served over TLS. */
  readonly publicUrl?: string;
  /** Origin of the base map's pictures, if one is set. */
  readonly baseMapOrigin?: string;
  readonly trustProxy?: boolean;
  /** Requests a minute for one caller; default from settings, 0 switches it off. */
  readonly rate?: number;
  readonly checkReplies?: boolean;
  readonly log?: boolean;
}

/** Personal values never reach the log: requests are logged by route, status and time only. */
function logger(on: boolean) {
  if (!on) return false;
  return {
    level: 'warn',
    serializers: {
      req: (request: { method: string; routeOptions?: { url?: string | undefined } }) => ({
        method: request.method,
        route: request.routeOptions?.url,
      }),
    },
  };
}

export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const app = Fastify({
    logger: logger(options.log ?? false),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1024 * 1024,
    genReqId: () => newId(),
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler((problem, request, reply) => sendError(problem, request, reply));
  app.setNotFoundHandler((request, reply) => sendError(commonErrors.missing(), request, reply));
  const headers = securityHeaders({
    secure,
    pictureOrigins: options.baseMapOrigin === undefined ? [] : [options.baseMapOrigin],
  });
  app.addHook('onRequest', (request, reply, next) => {
    const { url } = request;
    reply.headers(url.startsWith('/api/') && !url.startsWith('/api/docs') ? headers.data : headers.page);
    next();
  });
  await app.register(cookie);
  // Replies only: nobody sends compressed bodies, and unpacking them would be a door for bombs.
  await app.register(compress, {
    threshold: 1024,
    encodings: ['gzip', 'identity'],
    globalDecompression: false,
  });
  const rate = options.rate ?? options.store.settings.value(`${contract.id}.requests-per-minute`);
  if (rate > 0) {
    await app.register(rateLimit, {
      max: rate,
      timeWindow: 60_000,
      // A signed-in caller is counted by his session, others by their address.
      keyGenerator: (request) => tokenKey(request.cookies[cookieName]) ?? request.ip,
      errorResponseBuilder: () => commonErrors.tooMany(),
    });
  }
  mountHealth(app, options.store);
  mountRoutes(app, {
    systems: options.systems,
    services: options.services,
    access: options.access,
    store: options.store,
    secure,
    rate,
    checkReplies: options.checkReplies ?? false,
  });
  await mountFiles(app, { store: options.store, access: options.access, guards: options.fileGuards });
  await mountOidc(app, options.access);
  mountDocs(app, options.access.contracts, options.version);
  if (options.pages !== undefined)
    await mountPages(
      app,
      options.pages,
      () => options.store.settings.value(`${contract.id}.pages-offline`) === 1,
    );
  return app;
}
