/** Puts the links together: who we are, who stands at the other ends, what is offered to them, and the senders that never lose it. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql, type Store, type Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/service.ts';
import { lakeErrors } from '../../errors.ts';
import { LinkEnvelope, LinkNode, LinkPeer } from '../../link.ts';
import type { LinkBinding, LinkService } from '../../service.ts';
import type { Duck } from '../duck/open-duck.ts';
import { discardAside, listAside, retryAside } from './aside-messages.ts';
import { answerLater, sweepAnswers } from './answer-later.ts';
import { sweepLater } from './ask-later.ts';
import { askPeer } from './ask-peer.ts';
import { compareObjects } from './compare-objects.ts';
import { deliverQueue } from './deliver-queue.ts';
import { here } from './later-tables.ts';
import { findNode, getLink, type LinkDeps } from './link-rows.ts';
import { fetchStatements, giveStatements, listLinkedCalls } from './linked-calls.ts';
import { offerObject, wantResync, withdrawObject } from './offer-objects.ts';
import { findReceived, listReceived, readLinks } from './read-links.ts';
import { receiveRequest, sweepNonces } from './receive-request.ts';
import { endTable, startTable } from './send-rows.ts';
import { dropRows } from './take-rows.ts';
import { serveCall } from './serve-call.ts';
import type { ReceiptMonths } from '../serve/receipt-months.ts';
import { callRecorder } from '../serve/record-calls.ts';

/** Kept beside the master key's folder and in no database: whoever restores a copy elsewhere is another machine. */
function openInstance(directory: string): () => Promise<string> {
  const file = path.join(directory, 'link', 'instance');
  let known: Promise<string> | undefined;
  async function read(): Promise<string> {
    await mkdir(path.dirname(file), { recursive: true });
    // Two processes that begin at once: the first writes, both read.
    await writeFile(file, randomBytes(18).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
      (problem: unknown) => {
        if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
      },
    );
    return (await readFile(file, 'utf8')).trim();
  }
  return () => (known ??= read());
}

export interface OpenLinks {
  readonly service: LinkService;
  readonly deps: LinkDeps;
  close(): Promise<void>;
}

export function openLinks(given: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly duck: Duck;
  readonly months: ReceiptMonths;
  readonly report: (problem: unknown, where: string) => void;
}): OpenLinks {
  const { store, trust, duck } = given;
  const record = callRecorder(store, given.months);
  const bindings = new Map<string, LinkBinding>();
  const hooks: LinkDeps['hooks'] = {
    accepts: async () => false,
    answers: new Map(),
    askWaiting: async () => undefined,
  };
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let closed = false;

  const deps: LinkDeps & { readonly duck: Duck } = {
    store,
    signer: trust.links,
    instance: openInstance(store.dataDirectory),
    bindings,
    hooks,
    duck,
    wake: (link) => void deliver(link),
  };

  hooks.answers.set('statements', (link, content) => giveStatements(deps, link, content));

  /** Who comes while this process is at it waits for that, and for one more round. */
  function deliver(link: string): Promise<void> {
    const busy = running.get(link);
    if (busy !== undefined) {
      again.add(link);
      return busy;
    }
    const round = async () => {
      do {
        again.delete(link);
        await deliverQueue(deps, link, (problem) => given.report(problem, 'lake.link'));
        await hooks.askWaiting(link);
      } while (again.has(link) && !closed);
    };
    const started = closed
      ? Promise.resolve()
      : round()
          .catch((problem: unknown) => given.report(problem, 'lake.link'))
          .finally(() => running.delete(link));
    if (!closed) running.set(link, started);
    return started;
  }

  async function setResync(
    link: string,
    from: readonly string[],
    state: string,
    reason: string | null,
  ): Promise<boolean> {
    const changed =
      await sql`update lake_link set resync = ${state}, resync_reason = coalesce(${reason}, resync_reason),
      resync_done = 0, resync_total = 0 where id = ${link} and resync = any(${[...from]}::text[]) returning id`.execute(
        store.db,
      );
    return changed.rows.length > 0;
  }

  async function configure(work: Work, id: string, peerGiven: LinkPeer): Promise<void> {
    const peer = LinkPeer.parse(peerGiven);
    const node = await findNode(work.db);
    if (node?.code === peer.code) throw lakeErrors.linkSelf();
    const taken =
      await sql`select 1 from lake_link where code = ${peer.code} and status <> 'closed' and id <> ${id}`.execute(
        work.db,
      );
    if (taken.rows.length > 0) throw lakeErrors.linkTaken();
    await sql`insert into lake_link (id, code, peer, status, created_at, out_epoch)
      values (${id}, ${peer.code}, ${JSON.stringify(peer)}::jsonb, 'active', ${work.now}, ${work.now.getTime()})
      on conflict (id) do update set code = excluded.code, peer = excluded.peer, next_at = null`.execute(
      work.db,
    );
    work.afterCommit(() => deps.wake(id));
  }

  const service: LinkService = {
    node: () => findNode(store.db),
    async setNode(work, node) {
      const used = await sql`select 1 from lake_link where status <> 'closed' limit 1`.execute(work.db);
      if (used.rows.length > 0) throw lakeErrors.linkNodeInUse();
      await sql`insert into lake_link_node (node) values (${JSON.stringify(LinkNode.parse(node))}::jsonb)
        on conflict (one) do update set node = excluded.node`.execute(work.db);
    },
    publicKey: () => trust.links.publicKey(),
    verify: ({ publicKey, statement, signature }) => trust.links.verify(publicKey, statement, signature),
    configure,
    async setStatus(work, link, status) {
      await getLink(work.db, link);
      await sql`update lake_link set status = ${status}, next_at = null where id = ${link} and status <> 'closed'`.execute(
        work.db,
      );
      if (status === 'active') work.afterCommit(() => deps.wake(link));
    },
    states: () => readLinks(store.db),
    bind: (kind, binding) => void bindings.set(kind, binding),
    bindAnswer: (kind, answer) => void hooks.answers.set(kind, answer),
    bindRows: (accepts) => {
      hooks.accepts = accepts;
    },
    offer: (work, link, object) => offerObject(deps, work, link, object),
    withdraw: (work, link, object) => withdrawObject(deps, work, link, object),
    received: (query) => listReceived(store.db, query),
    findReceived: (kind, id) => findReceived(store.db, kind, id),
    receive: (request) => receiveRequest(deps, LinkEnvelope.parse(request)),
    ask: (link, kind, content) => askPeer(deps, link, kind, content),
    deliver,
    async retryNow(link) {
      await sql`update lake_link set next_at = null, claimed_until = null where id = ${link}`.execute(
        store.db,
      );
      await deliver(link);
    },
    async deliverDue() {
      await sweepNonces(deps);
      await sweepLater(deps);
      await sweepAnswers(deps);
      const now = store.clock.now();
      const due = await sql<{ id: string }>`select id from lake_link
        where status = 'active' and (next_at is null or next_at <= ${now})`.execute(store.db);
      await Promise.all([here, ...due.rows.map(({ id }) => id)].map(deliver));
      for (const { id, peer } of await readLinks(store.db)) await fetchStatements(deps, { id, peer });
      return due.rows.length;
    },
    async compare(link) {
      const { same, different } = await compareObjects(
        deps,
        await getLink(store.db, link),
        async () => undefined,
      );
      return { same, different };
    },
    async resync(work, link, reason) {
      await wantResync(work, link, reason);
      work.afterCommit(() => deps.wake(link));
    },
    cancelResync: (link) => setResync(link, ['wanted', 'running'], 'cancelled', null),
    asides: (link) => listAside(store.db, link),
    retry: (work, id, by) => retryAside(deps, work, id, by),
    discard: (work, id, by, because) => discardAside(work, id, by, because),
    async acceptOther(work, link) {
      await sql`update lake_link set instance = other_instance, other_instance = null, other_at = null, next_at = null
        where id = ${link} and other_instance is not null`.execute(work.db);
      await wantResync(work, link, 'other-machine');
      work.afterCommit(() => deps.wake(link));
    },
    async refuseOther(work, link) {
      await sql`update lake_link set other_instance = null, other_at = null where id = ${link}`.execute(
        work.db,
      );
    },
    startTable: async (work, of, grant) => {
      await startTable(work, of, grant);
      work.afterCommit(() => deps.wake(of.link));
    },
    endTable: (work, of) => endTable(work, of),
    dropTable: (work, contract) => dropRows(work, contract),
    bindCalls(grantOf) {
      hooks.answers.set('call', (link, content) => serveCall(deps, record, link, content, grantOf));
      hooks.answers.set('later', (link, content) => answerLater(deps, record, link, content, grantOf));
    },
    calls: (contract) => listLinkedCalls(store.db, contract),
  };

  return {
    service,
    deps,
    async close() {
      closed = true;
      await Promise.all(running.values());
    },
  };
}
