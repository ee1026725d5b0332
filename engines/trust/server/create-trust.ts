/** Puts the trust engine together: master key, key ring, SM2 threads, logs and their monitor. */
import path from 'node:path';
import type { Store } from '../../store/index.ts';
import type { KeyFile } from '../proof/proof-file.ts';
import type { LogState, TrustService } from '../service.ts';
import { openCodes } from './keys/open-codes.ts';
import { openLinkSigner } from './keys/open-link-signer.ts';
import { openMasterKey } from './keys/master-key.ts';
import { type KeyRing, openKeyRing } from './keys/key-ring.ts';
import { openLogs } from './log/open-logs.ts';
import { openSeenHeads } from './log/seen-heads.ts';
import type { AuthorityNames } from './seals/certificate-store.ts';
import { openStamps, type Stamping, type Stamps } from './time/open-stamps.ts';
import { openSeals } from './seals/open-seals.ts';
import { openVault, type VaultEngine } from './vault/open-vault.ts';
import { openSm2Pool, type Sm2Pool } from './sm2/sm2-pool.ts';

export interface TrustDeps {
  readonly store: Store;
  /** 64 hexadecimal digits; without it the key lies in DATA_DIR/trust/master.key. */
  readonly masterKey?: string | undefined;
  /** Names in the certificates of the city's own authority. */
  readonly authority?: AuthorityNames;
  readonly report?: (problem: unknown, where: string) => void;
  /** Authorities that stamp the heads of logs; undefined: none does. */
  readonly stamping?: Stamping | undefined;
}

export interface TrustEngine extends TrustService {
  readonly parts: {
    readonly keys: KeyRing;
    readonly pool: Sm2Pool;
    readonly vault: VaultEngine;
    readonly stamps: Stamps;
  };
  /** As `logs.states`, at most some seconds old, so that anybody may ask. */
  latestStates(): Promise<readonly LogState[]>;
  close(): Promise<void>;
}

/** Said in every certificate, so that nobody takes a test for a licensed authority (电子签名法 第十八条). */
const testAuthority: AuthorityNames = {
  organisation: '数字阜阳（测试）',
  root: '数字阜阳测试根证书（仅供演示，不具法律效力）',
  maker: '数字阜阳电子印章制作（测试）',
};

const watchEvery = 60_000;
const statesFresh = 5_000;

export function createTrust(deps: TrustDeps): TrustEngine {
  const { store, report = () => undefined } = deps;
  const directory = path.join(store.dataDirectory, 'trust');
  const pool = openSm2Pool({}, report);
  const keys = openKeyRing(store, openMasterKey(directory, deps.masterKey), pool);
  const vault = openVault(store, keys);
  const seals = openSeals(store, vault, pool, deps.authority ?? testAuthority);
  const codes = openCodes(keys, pool);
  const stamps = openStamps({ store, stamping: deps.stamping, report });
  const logs = openLogs({ store, keys, pool, seen: openSeenHeads(directory), stamps });

  let latest: { readonly at: number; readonly states: Promise<readonly LogState[]> } | undefined;

  function latestStates(): Promise<readonly LogState[]> {
    const at = Date.now();
    if (latest !== undefined && at - latest.at < statesFresh) return latest.states;
    const asked = { at, states: logs.states() };
    latest = asked;
    // A failure is told to those who wait, not kept for those who come.
    asked.states.catch(() => {
      if (latest === asked) latest = undefined;
    });
    return asked.states;
  }

  async function watch(): Promise<void> {
    for (const { head, health } of await logs.states())
      if (health !== 'sound') report(new Error(`log ${head.log} is ${health}`), 'trust.monitor');
  }

  const timer = setInterval(
    () => void watch().catch((problem: unknown) => report(problem, 'trust.monitor')),
    watchEvery,
  );
  timer.unref();

  return {
    logs,
    vault,
    seals,
    codes,
    stamps,
    links: openLinkSigner(keys, pool),
    latestStates,
    parts: { keys, pool, vault, stamps },
    async publicKeys() {
      const published: KeyFile['keys'] = [];
      for (const key of await keys.all()) {
        if (key.publicKey === null || key.fingerprint === null) continue;
        const { id, purpose, state, fingerprint, publicKey } = key;
        const from = new Date(key.createdAt).toISOString();
        published.push({ id, purpose, state, fingerprint, publicKey, from });
      }
      return { format: 'shuzi-fuyang/keys/1', keys: published };
    },
    async close() {
      clearInterval(timer);
      await pool.close();
    },
  };
}
