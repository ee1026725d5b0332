/** The trust engine's own routes: what anybody may read, and the work of whoever keeps the keys. */
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { Store, Work } from '../../store/index.ts';
import contract, { type RingKey } from '../contract.ts';
import { trustErrors } from '../errors.ts';
import type { KeyPurpose, LogState, RingKey as Key } from '../service.ts';
import type { TrustEngine } from './create-trust.ts';

/** How an act on a key gets into the audit, which stands above this engine. */
export type NoteAct = (
  work: Work,
  principal: Principal,
  act: {
    readonly event: 'create' | 'update' | 'delete';
    readonly objectType: 'key' | 'reseal';
    readonly objectId: string;
    readonly detail?: Readonly<Record<string, string>>;
  },
) => void;

async function isUsable({ parts }: TrustEngine, key: Key): Promise<boolean> {
  return parts.keys.secretOf(key).then(
    () => true,
    () => false,
  );
}

async function listRing(engine: TrustEngine): Promise<RingKey[]> {
  const listed: RingKey[] = [];
  for (const key of await engine.parts.keys.all()) {
    const { id, purpose, version, state, fingerprint, createdAt, stateAt } = key;
    const usable = state !== 'destroyed' && (await isUsable(engine, key));
    const values = await engine.parts.vault.countOf(id);
    listed.push({ id, purpose, version, state, fingerprint, createdAt, stateAt, usable, values });
  }
  return listed;
}

async function destroyKey(
  engine: TrustEngine,
  store: Store,
  note: NoteAct,
  principal: Principal,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  const key = await engine.parts.keys.find(id);
  if (key === undefined) throw trustErrors.unknownKey({ key: id });
  if (key.state === 'active') throw trustErrors.keyActive({ key: id });
  const count = await engine.parts.vault.countOf(id);
  if (count > 0) throw trustErrors.keyInUse({ key: id, count });
  await store.transaction(async (work) => {
    await engine.parts.keys.destroy(work, id);
    note(work, principal, { event: 'delete', objectType: 'key', objectId: id, detail: { reason } });
  });
}

async function rotateKey(
  engine: TrustEngine,
  store: Store,
  note: NoteAct,
  principal: Principal,
  purpose: KeyPurpose,
): Promise<string> {
  return store.transaction(async (work) => {
    const { id } = await engine.parts.keys.rotate(work, purpose);
    note(work, principal, { event: 'create', objectType: 'key', objectId: id });
    return id;
  });
}

export function trustSystem(engine: TrustEngine, store: Store, note: NoteAct): System {
  return defineSystem({
    contract,
    jobs: { stamp: { cron: '*/10 * * * *', run: () => engine.parts.stamps.run() } },
    handlers: {
      stampFile: ({ log }) => engine.logs.stampFile(log),
      keys: () => engine.publicKeys(),
      logs: async (): Promise<LogState[]> => [...(await engine.latestStates())],
      growth: ({ log, from, to }) => engine.logs.growth(log, from, to),
      roots: async () => [...(await engine.seals.roots())],
      ring: () => listRing(engine),
      async rotateKey({ purpose }, { principal }) {
        return { id: await rotateKey(engine, store, note, principal, purpose) };
      },
      async destroyKey(input, { principal }) {
        await destroyKey(engine, store, note, principal, input);
        return { done: true as const };
      },
      async reseal(_input, { principal }) {
        return store.transaction(async (work) => {
          const job = await engine.vault.reseal(principal.id, work);
          note(work, principal, { event: 'update', objectType: 'reseal', objectId: job });
          return { job };
        });
      },
      async resealing({ job }) {
        const status = await store.jobs.status(job);
        if (status === undefined || status.name !== 'trust.reseal') throw commonErrors.missing();
        return { job, state: status.state, done: status.done, message: status.message };
      },
    },
  });
}
