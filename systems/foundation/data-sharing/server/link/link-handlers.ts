/** Handlers of links: the door for other platforms, the keepers' page, and what departments ask of other platforms. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { callsAgree } from '../../../../../engines/lake/contract.ts';
import { type LinkedCall, type LinkState, links } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import contract from '../../contract.ts';
import { errors } from '../../errors.ts';
import { type FarEntry, type linkActs, type linkRoutes, type LinkView } from '../../link-routes.ts';
import { agreement } from '../../registers/agreement.ts';
import { link as linkRegister } from '../../registers/link.ts';
import { may } from '../may.ts';
import { askFar } from './ask-far.ts';
import { renewFar, withdrawFar } from './renew-far.ts';
import { replyFar } from './reply-far.ts';
import { EntryContent, offerCatalogue } from './share-entries.ts';
import { isSilent } from './watch-links.ts';

const keeper = 'city-data-resources';
const minute = 60_000;
const size = 50;

/** The end that somebody names is its beginning; where it listens is the same everywhere. */
function wholeAddress(address: string): string {
  return new URL(contract.routes.messages.path, address).href;
}

function note(context: Context, work: Work, id: string, detail: Readonly<Record<string, string>>): void {
  context.use(access).audit(work, context.principal, {
    module: 'data-sharing',
    event: 'config',
    objectType: 'link',
    objectId: id,
    result: 'success',
    detail,
  });
}

function viewOf(context: Context, state: LinkState): LinkView {
  const { peer, oldestAt, other, resync, createdAt: _createdAt, ...rest } = state;
  const lag = oldestAt === null ? 0 : context.now.getTime() - Date.parse(oldestAt);
  return {
    ...rest,
    ...peer,
    silent: isSilent(context, state, context.now),
    lagMinutes: Math.max(0, Math.floor(lag / minute)),
    resync: { ...resync },
    otherAt: other?.at ?? null,
  };
}

/** A link that the caller may keep, or none. */
async function keptLink(context: Context, id: string) {
  const row = await context.use(registers).of(linkRegister).get(context.principal, id);
  if (!may(context, 'link', [row.keeper])) throw commonErrors.forbidden();
  return row;
}

async function setStatus(
  context: Context,
  work: Work,
  id: string,
  status: 'active' | 'suspended' | 'closed',
) {
  const { trusted } = context.use(registers).of(linkRegister);
  const row = await trusted.lock(work, id);
  if (row === undefined) throw commonErrors.missing();
  await trusted.update(work, context.principal.id, row, { status });
  await context.use(links).setStatus(work, id, status);
  if (status === 'active')
    await offerCatalogue(context, work, { id, direction: row.direction === 'up' ? 'up' : 'down' });
}

type LinkAct = (typeof linkActs)[number];
/** What cannot be taken back by pressing another button asks for a reason. */
const reasoned: ReadonlySet<LinkAct> = new Set(['suspend', 'close', 'accept-other', 'refuse-other']);

async function carryOut(context: Context, work: Work, id: string, act: LinkAct): Promise<void> {
  const all = context.use(links);
  if (act === 'suspend') await setStatus(context, work, id, 'suspended');
  else if (act === 'resume') await setStatus(context, work, id, 'active');
  else if (act === 'close') await setStatus(context, work, id, 'closed');
  else if (act === 'resync') await all.resync(work, id, 'by-hand');
  else if (act === 'accept-other') await all.acceptOther(work, id);
  else if (act === 'refuse-other') await all.refuseOther(work, id);
}

function entryOf(
  object: { readonly id: string; readonly link: string; readonly owner: string; readonly content: string },
  ends: ReadonlyMap<string, LinkState>,
): FarEntry {
  const content = EntryContent.parse(JSON.parse(object.content));
  const end = ends.get(object.link);
  const { code, name, provider, shareType, status, edition, abstract } = content;
  const ready = status === 'published' && content.callable && shareType !== '3';
  return {
    id: object.id,
    link: object.link,
    platform: end?.peer.name ?? '',
    owner: object.owner,
    name,
    code,
    provider,
    shareType,
    status,
    edition,
    abstract,
    items: content.items.map((item) => ({ name: item.name, title: item.title, type: item.type })),
    mayAsk: ready && object.owner === end?.peer.code,
  };
}

function wordsOf({ ours, theirs }: LinkedCall): 'agree' | 'differ' | 'waiting' {
  if (theirs === null) return 'waiting';
  return callsAgree(ours.statement, theirs.statement) ? 'agree' : 'differ';
}

export const linkHandlers: Handlers<typeof linkRoutes> = {
  messages: (input, context) => context.use(links).receive(input),
  async links(_, context) {
    const all = context.use(links);
    const { rows } = await context.use(registers).of(linkRegister).list(context.principal, { size: 200 });
    const seen = new Set(rows.map(({ id }) => id));
    const states = (await all.states()).filter(({ id }) => seen.has(id));
    return {
      node: (await all.node()) ?? null,
      publicKey: await all.publicKey(),
      links: states.map((state) => viewOf(context, state)),
      mayKeep: may(context, 'link', [keeper]),
    };
  },
  async setNode(node, context) {
    if (!may(context, 'link', [keeper])) throw commonErrors.forbidden();
    const drafted = (await context.use(links).states()).filter(({ contactAt }) => contactAt === null);
    await context.use(store).transaction(async (work) => {
      // Links over which nothing has ever gone were meant for another platform than this one is now.
      for (const { id } of drafted) await setStatus(context, work, id, 'closed');
      await context.use(links).setNode(work, node);
      note(context, work, node.code, { act: 'name-node' });
    });
    return { done: true as const };
  },
  async addLink(given, context) {
    if (!may(context, 'link', [keeper])) throw commonErrors.forbidden();
    const peer = { ...given, address: wholeAddress(given.address) };
    const id = newId();
    await context.use(store).transaction(async (work) => {
      await context.use(links).configure(work, id, peer);
      await context
        .use(registers)
        .of(linkRegister)
        .trusted.insert(work, context.principal.id, { ...peer, id, status: 'active', keeper });
      await offerCatalogue(context, work, { id, direction: peer.direction });
      note(context, work, id, { act: 'add', code: peer.code });
    });
    return { id };
  },
  async changeLink({ id, address, publicKey }, context) {
    const row = await keptLink(context, id);
    await context.use(store).transaction(async (work) => {
      const { trusted } = context.use(registers).of(linkRegister);
      const locked = await trusted.lock(work, id);
      const state = (await context.use(links).states()).find((each) => each.id === id);
      if (locked === undefined || state === undefined) throw commonErrors.missing();
      const peer = { ...state.peer, address: wholeAddress(address), publicKey };
      await context.use(links).configure(work, id, peer);
      await trusted.update(work, context.principal.id, locked, { address: peer.address, publicKey });
      note(context, work, id, { act: 'change', code: row.code });
    });
    return { done: true as const };
  },
  async actOnLink({ id, act, reason }, context) {
    await keptLink(context, id);
    if (reasoned.has(act) && reason === undefined) throw errors.reasonNeeded();
    await context.use(store).transaction(async (work) => {
      await carryOut(context, work, id, act);
      note(context, work, id, { act, ...(reason === undefined ? {} : { reason }) });
    });
    if (act === 'cancel') await context.use(links).cancelResync(id);
    if (act === 'try' || act === 'resync') await context.use(links).retryNow(id);
    return { done: true as const };
  },
  async compareLink({ id }, context) {
    await keptLink(context, id);
    const { same, different } = await context.use(links).compare(id);
    return { same, different: [...different] };
  },
  async asides({ id }, context) {
    await keptLink(context, id);
    const messages = await context.use(links).asides(id);
    return {
      messages: messages.map(({ id: message, way, kind, title, code, reason, at }) => ({
        id: message,
        way,
        kind,
        title,
        code,
        reason,
        at,
      })),
    };
  },
  async actOnAside({ link, id, act, reason }, context) {
    await keptLink(context, link);
    const all = context.use(links);
    if (act === 'discard' && reason === undefined) throw errors.reasonNeeded();
    await context.use(store).transaction(async (work) => {
      const handled =
        act === 'retry'
          ? await all.retry(work, id, context.principal.id)
          : await all.discard(work, id, context.principal.id, reason ?? '');
      if (handled.link !== link) throw commonErrors.missing();
      note(context, work, link, { act, message: id });
    });
    return { done: true as const };
  },
  async farEntries({ search, link, page }, context) {
    const all = context.use(links);
    const ends = new Map((await all.states()).map((state) => [state.id, state]));
    const { objects, total } = await all.received({ kind: 'entry', search, link, page, size });
    return { entries: objects.map((object) => entryOf(object, ends)), total };
  },
  askFar,
  replyFar,
  renewFar,
  withdrawFar,
  async linkedCalls({ id }, context) {
    await context.use(registers).of(agreement).get(context.principal, id);
    const calls = await context.use(links).calls(id);
    return {
      calls: calls.map((call) => ({
        id: call.id,
        at: call.at,
        outcome: call.outcome,
        way: call.way,
        words: wordsOf(call),
      })),
    };
  },
  async linkedWords({ id, call }, context) {
    await context.use(registers).of(agreement).get(context.principal, id);
    const found = (await context.use(links).calls(id)).find((each) => each.id === call);
    if (found === undefined) throw commonErrors.missing();
    const { ours, theirs } = found;
    const file = { format: 'shuzi-fuyang/linked-call/1', call, ours, theirs };
    return {
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(file, null, 1)),
      fileName: `linked-call-${call}.json`,
    };
  },
};
