/** A question that is answered at once or not at all; while the link is cut it is refused without trying, with since when. */
import { ZodError } from 'zod';
import { CityError, commonErrors, type ErrorKind, httpStatus } from '../../../../kernel/errors.ts';
import { lakeErrors } from '../../errors.ts';
import { type Ask, Asked } from './envelope.ts';
import { noteCut, noteReached } from './link-contact.ts';
import { getLink, type LinkDeps, type LinkRow } from './link-rows.ts';
import { sendRequest } from './send-request.ts';

const minute = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function down(link: LinkRow, since: Date): CityError {
  return lakeErrors.linkDown({ name: link.peer.name, since: minute.format(since) });
}

/** Throws lake.linkDown, lake.linkSuspended, or what the other end refuses with. */
export async function askPeer(deps: LinkDeps, id: string, kind: string, content: unknown): Promise<unknown> {
  const { store } = deps;
  const link = await getLink(store.db, id);
  if (link.status !== 'active') throw lakeErrors.linkSuspended();
  const now = store.clock.now();
  const since = link.cutSince === null ? now : new Date(link.cutSince);
  if (link.nextAt !== null && new Date(link.nextAt) > now) throw down(link, since);
  let asked: Asked;
  try {
    asked = await sendRequest(deps, link, 'ask', { kind, content } satisfies Ask, Asked);
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    await noteCut(store, id, problem);
    throw down(link, since);
  }
  await noteReached(store, id);
  if (!('refused' in asked)) return asked.answer;
  const { code, kind: how, message } = asked.refused;
  throw new CityError(code, how in httpStatus ? (how as ErrorKind) : 'conflict', message);
}

export async function answerAsk(deps: LinkDeps, link: LinkRow, { kind, content }: Ask): Promise<Asked> {
  try {
    const answer = deps.hooks.answers.get(kind);
    if (answer === undefined) throw lakeErrors.linkKind({ kind });
    return { answer: await answer({ id: link.id, peer: link.peer }, content) };
  } catch (problem) {
    // What the other end asked is not of the shape.
    const told = problem instanceof ZodError ? commonErrors.invalid() : problem;
    if (!(told instanceof CityError)) throw told;
    return { refused: { code: told.code, kind: told.kind, message: told.message } };
  }
}
