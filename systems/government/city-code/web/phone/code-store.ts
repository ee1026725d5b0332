/** What the phone keeps: its own mark, seeds of its chains, certificates, and how far its clock is from the city's. Seeds never leave it. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { portableSm3 } from '../../../../../engines/trust/web/sm2.ts';
import { readOwn, writeOwn } from '../../../../../ui/own-store.ts';
import { linkSize, makeChain } from '../../code/chain.ts';
import { hexOf, mostLiveMinutes, readCertificate, writeCode } from '../../code/code-format.ts';
import type contract from '../../contract.ts';

export interface KeptCertificate {
  readonly scene: string;
  /** Minutes since 1970. */
  readonly from: number;
  readonly minutes: number;
  /** Base64url. */
  readonly certificate: string;
  readonly seed: string;
  /** Holder id of a member of the family; empty for one's own. */
  readonly member: string;
}

export interface Kept {
  readonly subject: string;
  readonly device: string;
  readonly certificates: readonly KeptCertificate[];
  /** The city's time less this phone's, in milliseconds. */
  readonly offset: number;
  /** What the page last knew of its holder, for times without a network. */
  readonly own: OutputOf<typeof contract.routes.own> | undefined;
}

const place = 'city-code';
/** A mark of this phone, of nobody: stays when its holder signs out. */
const phonePlace = 'city-code.phone';
/** A clock that is wrong by more is no matter of drift. */
export const mostOffset = 10 * 60_000;

export function encodeBytes(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function decodeBytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}

function phoneMark(): string {
  try {
    const known = localStorage.getItem(phonePlace);
    if (known !== null) return known;
    const made = newId();
    localStorage.setItem(phonePlace, made);
    return made;
  } catch {
    return newId();
  }
}

/** The same for this person on this phone however often he signs out and in, and another for everybody else: a UUID of version 8. */
function deviceOf(subject: string): string {
  const bytes = portableSm3(new TextEncoder().encode(`${phoneMark()} ${subject}`)).slice(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A removed phone is a new one once its holder has signed in again. */
export function forgetPhone(): void {
  try {
    localStorage.removeItem(phonePlace);
  } catch {
    // A closed store has kept no mark.
  }
}

/** What was kept for this person; nothing of anybody else, and no names any more when the last certificate has ended. */
export function readKept(subject: string): Kept {
  const kept = readOwn<Kept>(place);
  if (kept?.subject !== subject)
    return { subject, device: deviceOf(subject), certificates: [], offset: 0, own: undefined };
  const now = (Date.now() + kept.offset) / 60_000;
  const live = kept.certificates.filter(({ from, minutes }) => from + minutes > now);
  return { ...kept, certificates: live, own: live.length === 0 ? undefined : kept.own };
}

export function writeKept(kept: Kept): void {
  writeOwn(place, kept);
}

/** The chain is as long as the city's longest certificate, whatever length its settings give: a shorter one uses the beginning. */
export function newSeed(): { readonly seed: string; readonly anchor: string } {
  const seed = crypto.getRandomValues(new Uint8Array(linkSize));
  return {
    seed: encodeBytes(seed),
    anchor: encodeBytes(makeChain(portableSm3, seed, mostLiveMinutes).anchor),
  };
}

export interface ShownCode {
  readonly text: string;
  readonly claims: Readonly<Record<string, string>>;
  /** Seconds until the next one. */
  readonly left: number;
  /** Minutes that this phone can go on without a network in this scene. */
  readonly ahead: number;
  /** Less than half of what the city gives is left: time to fetch. */
  readonly low: boolean;
}

const chains = new Map<string, readonly Uint8Array[]>();

/** The chain is walked once, not each second. */
function linksOf({ seed }: KeptCertificate): readonly Uint8Array[] {
  const known = chains.get(seed);
  if (known !== undefined) return known;
  if (chains.size > 20) chains.clear();
  const { links } = makeChain(portableSm3, decodeBytes(seed), mostLiveMinutes);
  chains.set(seed, links);
  return links;
}

/** undefined where nothing is kept for this moment. */
export function showCode(kept: Kept, scene: string, member: string, at: number): ShownCode | undefined {
  const now = (at + kept.offset) / 60_000;
  const mine = kept.certificates.filter((one) => one.scene === scene && one.member === member);
  const one = mine.find(({ from, minutes }) => now >= from && now < from + minutes);
  if (one === undefined) return undefined;
  const minute = Math.floor(now) - one.from;
  const link = linksOf(one)[minute];
  const certificate = decodeBytes(one.certificate);
  const read = readCertificate(certificate);
  if (link === undefined || read === undefined) return undefined;
  const end = Math.max(...mine.map(({ from, minutes }) => from + minutes));
  const start = Math.min(...mine.map(({ from }) => from));
  return {
    text: writeCode(certificate, { minute, link }),
    claims: read.body.claims,
    left: Math.ceil((Math.floor(now) + 1 - now) * 60),
    ahead: Math.max(0, Math.floor(end - now)),
    low: end - now < (end - start) / 2,
  };
}
