/** What the phone keeps: its own mark, seeds of its chains, certificates, and how far its clock is from the city's. Seeds never leave it. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { portableSm3 } from '../../../../../engines/trust/web/offline.ts';
import { makeChain } from '../../code/chain.ts';
import { linkSize } from '../../code/chain.ts';
import { readCertificate, writeCode } from '../../code/code-format.ts';
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

const place = 'city-code.kept';
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

/** Another person on this phone gets a phone of his own: nothing of the one before. */
export function readKept(subject: string): Kept {
  const fresh: Kept = { subject, device: newId(), certificates: [], offset: 0, own: undefined };
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null;
    return kept !== null && (subject === '' || kept.subject === subject) ? kept : fresh;
  } catch {
    return fresh;
  }
}

export function writeKept(kept: Kept): void {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // A full or closed store: the code lives as long as the page.
  }
}

export function newSeed(): { readonly seed: string; readonly anchorOf: (minutes: number) => string } {
  const seed = crypto.getRandomValues(new Uint8Array(linkSize));
  return {
    seed: encodeBytes(seed),
    anchorOf: (minutes) => encodeBytes(makeChain(portableSm3, seed, minutes).anchor),
  };
}

export interface ShownCode {
  readonly text: string;
  readonly claims: Readonly<Record<string, string>>;
  /** Seconds until the next one. */
  readonly left: number;
  /** Minutes that this phone can go on without a network in this scene. */
  readonly ahead: number;
}

const chains = new Map<string, readonly Uint8Array[]>();

/** The chain is walked once, not each second. */
function linksOf({ seed, minutes }: KeptCertificate): readonly Uint8Array[] {
  const known = chains.get(seed);
  if (known !== undefined) return known;
  if (chains.size > 20) chains.clear();
  const { links } = makeChain(portableSm3, decodeBytes(seed), minutes);
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
  return {
    text: writeCode(certificate, { minute, link }),
    claims: read.body.claims,
    left: Math.ceil((Math.floor(now) + 1 - now) * 60),
    ahead: Math.max(0, Math.floor(end - now)),
  };
}
