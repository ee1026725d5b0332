/** The city's own verifier: judges codes in memory, asks SM2 in threads only where the tag does not vouch, and writes what happened in batches. */
import { timingSafeEqual } from 'node:crypto';
import type { Services } from '../../../../../kernel/system.ts';
import { sm3 } from '../../../../../engines/trust/index.ts';
import { type Store, store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { type Code, tagSize } from '../../code/code-format.ts';
import { type Judgement, judgeCode, openMemory } from '../../code/judge-code.ts';
import { tagUse } from '../issue/sign-certificate.ts';
import { revokedSerials } from './revocation.ts';

export interface Verifying {
  /** Number of the scene; undefined takes every scene. */
  readonly scene: number | undefined;
  readonly at: Date;
  /** For records of scanners that were off line: they were judged there, and only their issuer is asked again. */
  readonly replayable?: boolean;
}

const memories = new WeakMap<Store, ReturnType<typeof openMemory>>();
/** Two minutes of the busiest hour. */
const mostRemembered = 1_000_000;

function memoryOf(data: Store): ReturnType<typeof openMemory> {
  const known = memories.get(data);
  if (known !== undefined) return known;
  const made = openMemory(mostRemembered);
  memories.set(data, made);
  return made;
}

async function isIssued(services: Services, code: Code): Promise<boolean> {
  const { codes } = services.use(trust);
  const tag = (await codes.tag(tagUse, code.signed)).subarray(0, tagSize);
  if (timingSafeEqual(tag, code.tag)) return true;
  // Made before the tagging key changed, or forged: the signature tells.
  return codes.verify(code.body.key, code.signed, code.signature).catch(() => false);
}

export async function verifyCode(services: Services, text: string, wanted: Verifying): Promise<Judgement> {
  const revoked = await revokedSerials(services);
  const memory = memoryOf(services.use(store));
  return judgeCode(text, {
    hash: sm3,
    isIssued: (code) => isIssued(services, code),
    now: wanted.at,
    scene: wanted.scene,
    isRevoked: (serial) => revoked.has(serial),
    isFirst: wanted.replayable === true ? () => true : memory,
  });
}
