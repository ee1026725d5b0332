/** Judges a code in this browser, by the published keys alone. */
import { fromHex, openVerifier, portableSm3 } from '../../../../../engines/trust/web/sm2.ts';
import { type Code, hexOf, readCode } from '../../code/code-format.ts';
import { type Judgement, judgeCode, openMemory } from '../../code/judge-code.ts';
import { type Anchors, cityTime, isFirstHere } from './scanner-store.ts';

/** The page's own memory serves where the browser lets nothing be kept. */
const memory = openMemory();
const isFirst = (serial: string, minute: number) => memory(serial, minute) && isFirstHere(serial, minute);

/** What the city accepted through this scanner is not accepted once more when the network goes. */
export function rememberCode(text: string): void {
  const code = readCode(text);
  if (code?.shown !== undefined) isFirst(hexOf(code.body.serial), code.shown.minute);
}

type Verify = ReturnType<typeof openVerifier>;

/** By the key itself and not its number, so that other anchors never meet the table of an earlier key. */
const verifiers = new Map<string, Verify>();

/** undefined for what is no key. */
function verifierOf(publicKey: string): Verify | undefined {
  const known = verifiers.get(publicKey);
  if (known !== undefined) return known;
  try {
    const made = openVerifier(fromHex(publicKey));
    verifiers.set(publicKey, made);
    return made;
  } catch {
    return undefined;
  }
}

/** Makes the tables and lets the engine compile before somebody stands at the gate. A signature of ones fits nothing, but costs what a real one costs. */
export function prepareKeys(anchors: Anchors): void {
  const nothing = new Uint8Array(64).fill(1);
  for (const { publicKey } of anchors.given.keys) {
    if (verifiers.has(publicKey)) continue;
    const verify = verifierOf(publicKey);
    for (let round = 0; round < 20; round += 1) verify?.(nothing, nothing);
  }
}

function isIssued(anchors: Anchors, code: Code): boolean {
  const key = anchors.given.keys.find(({ version }) => version === code.body.key);
  const verify = key && verifierOf(key.publicKey);
  try {
    return verify?.(code.signed, code.signature) ?? false;
  } catch {
    // Numbers out of range are no signature at all.
    return false;
  }
}

let revoked: { readonly of: Anchors; readonly serials: ReadonlySet<string> } | undefined;

/** Made once for each list that came, not for each person at the gate. */
function revokedOf(anchors: Anchors): ReadonlySet<string> {
  if (revoked?.of !== anchors) revoked = { of: anchors, serials: new Set(anchors.given.revoked) };
  return revoked.serials;
}

export function judgeHere(text: string, anchors: Anchors, scene: number | undefined): Promise<Judgement> {
  const serials = revokedOf(anchors);
  return judgeCode(text.trim(), {
    hash: portableSm3,
    now: cityTime(anchors),
    scene,
    isFirst,
    isRevoked: (serial) => serials.has(serial),
    isIssued: (code) => isIssued(anchors, code),
  });
}
