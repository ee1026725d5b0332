/** One request to the other end and its answer, both signed; whatever goes wrong is told as the reason why the link is cut. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { CityError } from '../../../../kernel/errors.ts';
import { postJson } from '../../../gateway/index.ts';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { type LinkEnvelope, LinkReply } from '../../link.ts';
import { pack, textOfReply, textOfRequest, unpack } from './envelope.ts';
import { getNode, type LinkDeps, type LinkRow } from './link-rows.ts';

const replyBytes = 4_000_000;

function readRefusal(text: string): string {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    if (typeof code === 'string' && typeof message === 'string')
      return `${message.slice(0, 200)}（${code.slice(0, 60)}）`;
  } catch {
    // Not one of ours: the status says it.
  }
  return '';
}

async function post(link: LinkRow, request: LinkEnvelope, milliseconds: number): Promise<string> {
  const reply = await postJson(new URL(link.peer.address), JSON.stringify(request), {
    headers: { 'x-city-request': '1' },
    milliseconds,
    replyBytes,
  }).catch((problem: unknown) => {
    const code = (problem as NodeJS.ErrnoException).code;
    throw lakeErrors.linkUnreachable({ reason: code ?? '超时或地址不允许' });
  });
  if (reply.status === 200) return reply.text;
  throw lakeErrors.linkRefused({
    status: reply.status,
    reason: readRefusal(reply.text) || '对方没有说明原因',
  });
}

/** The answer came from another machine than the ones before: kept for a person to decide, and not believed. */
async function noteOther(deps: LinkDeps, link: string, instance: string): Promise<never> {
  const { db, clock } = deps.store;
  await sql`update lake_link set other_instance = ${instance}, other_at = ${clock.now()} where id = ${link}`.execute(
    db,
  );
  throw lakeErrors.linkOther();
}

/** Throws lake.linkUnreachable, linkRefused, linkReply, linkOther. */
export async function sendRequest<T>(
  deps: LinkDeps,
  link: LinkRow,
  kind: LinkEnvelope['kind'],
  content: unknown,
  shape: z.ZodType<T>,
): Promise<T> {
  const { store, signer } = deps;
  const node = await getNode(store.db);
  const unsigned = {
    from: node.code,
    to: link.peer.code,
    instance: await deps.instance(),
    at: store.clock.now().toISOString(),
    nonce: randomBytes(18).toString('base64url'),
    kind,
    body: await pack(content),
  };
  const signature = await signer.sign(textOfRequest(unsigned));
  const text = await post(link, { ...unsigned, signature }, store.settings.value('lake.link-seconds') * 1000);
  let reply: LinkReply;
  try {
    reply = LinkReply.parse(JSON.parse(text));
  } catch {
    throw lakeErrors.linkReply();
  }
  const signed = textOfReply(unsigned, reply.instance, reply.body);
  if (!(await signer.verify(link.peer.publicKey, signed, reply.signature))) throw lakeErrors.linkReply();
  if (link.instance !== null && link.instance !== reply.instance)
    return noteOther(deps, link.id, reply.instance);
  await sql`update lake_link set contact_at = ${store.clock.now()}, instance = ${reply.instance} where id = ${link.id}`.execute(
    store.db,
  );
  return unpack(reply.body, shape).catch((problem: unknown) => {
    throw problem instanceof CityError ? lakeErrors.linkReply() : problem;
  });
}
