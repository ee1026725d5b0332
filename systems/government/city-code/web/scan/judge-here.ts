/** Judges a code in this browser, by the published keys alone. */
import { fromHex, portableSm3, verify } from '../../../../../engines/trust/web/offline.ts';
import type { Code } from '../../code/code-format.ts';
import { type Judgement, judgeCode, openMemory } from '../../code/judge-code.ts';
import { type Anchors, cityTime } from './scanner-store.ts';

/** One memory a page: a code is accepted once. */
const isFirst = openMemory();

function isIssued(anchors: Anchors, code: Code): boolean {
  const key = anchors.given.keys.find(({ version }) => version === code.body.key);
  if (key === undefined) return false;
  try {
    return verify(fromHex(key.publicKey), code.signed, code.signature);
  } catch {
    return false;
  }
}

export function judgeHere(text: string, anchors: Anchors, scene: number | undefined): Promise<Judgement> {
  const revoked = new Set(anchors.given.revoked);
  return judgeCode(text.trim(), {
    hash: portableSm3,
    now: cityTime(anchors),
    scene,
    isFirst,
    isRevoked: (serial) => revoked.has(serial),
    isIssued: (code) => isIssued(anchors, code),
  });
}
