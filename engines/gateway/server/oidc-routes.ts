/** The provider's own addresses under /oidc, and what its consent page asks: bound to the browser that began, by the provider's cookie. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonErrors } from '../../../kernel/errors.ts';
import type { AccessService } from '../../access/index.ts';
import { principalOf, refuseCrossSite } from './session.ts';

/** The library's name for the cookie that ties an interaction to a browser. */
const interactionCookie = '_interaction';

export async function mountOidc(app: FastifyInstance, access: AccessService): Promise<void> {
  function issuerOf(request: FastifyRequest): string {
    const issuer = access.singleSignOn.issuerFor(request.host, request.socket.localPort);
    if (issuer === undefined) throw commonErrors.missing();
    return issuer;
  }

  /** Somebody else's link must not make a person agree for another's browser. */
  function ownInteraction(request: FastifyRequest): { issuer: string; uid: string } {
    const { uid } = request.params as { uid: string };
    if (request.cookies[interactionCookie] !== uid) throw commonErrors.missing();
    return { issuer: issuerOf(request), uid };
  }

  app.get('/oidc/interaction/:uid', async (request, reply) => {
    const { issuer, uid } = ownInteraction(request);
    const face = await access.singleSignOn.faceOf(issuer, uid);
    const page = face === 'desk' ? '/desk/access/consent' : '/citizen/access/agree';
    return reply.redirect(`${page}?request=${encodeURIComponent(uid)}`, 303);
  });

  app.get('/oidc/interaction/:uid/details', async (request, reply) => {
    const { issuer, uid } = ownInteraction(request);
    const principal = await principalOf(request, access);
    return answer(reply, await access.singleSignOn.consentOf(issuer, uid, principal));
  });

  app.post('/oidc/interaction/:uid/:choice', async (request, reply) => {
    refuseCrossSite(request);
    const { issuer, uid } = ownInteraction(request);
    const { choice } = request.params as { choice: string };
    if (choice !== 'agree' && choice !== 'decline') throw commonErrors.missing();
    const principal = await principalOf(request, access);
    return answer(reply, {
      next: await access.singleSignOn.settle(issuer, uid, principal, choice === 'agree'),
    });
  });

  await app.register(async (inner) => {
    // The provider reads its own bodies.
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_request, _payload, done) => done(null));
    inner.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: '/oidc/*',
      async handler(request, reply) {
        const issuer = issuerOf(request);
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined && !cleared.has(name)) reply.raw.setHeader(name, value);
        await access.singleSignOn.handle(issuer, request.raw, reply.raw);
      },
    });
  });
}

/** The provider says these itself. */
const cleared = new Set(['content-type', 'content-length']);

function answer(reply: FastifyReply, body: unknown): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
