/** Scenes as data: what each may know of a person, on which legal basis, how long records are kept; and what a claim says. */
import json from './scenes.json' with { type: 'json' };

export type ClaimKey = 'over-60' | 'minor' | 'carried' | 'masked-name' | 'face-check';
export type IdentityKind = 'health-card' | 'social-security' | 'medical-insurance';

export interface Scene {
  /** Stands in the code; never used again for another scene. */
  readonly number: number;
  readonly key: string;
  readonly title: string;
  /** Department. */
  readonly owner: string;
  readonly claims: readonly ClaimKey[];
  /** Identities that whoever scans for this scene may ask for. */
  readonly mapping: readonly IdentityKind[];
  readonly basis: string;
  readonly keepDays: number;
}

interface Coded {
  readonly code: string;
  readonly name: string;
}

interface Table {
  readonly source: string;
  readonly validFrom: string;
  readonly claims: readonly { readonly letter: string; readonly key: ClaimKey; readonly title: string }[];
  readonly scenes: readonly Scene[];
  readonly identities: readonly Coded[];
  readonly relations: readonly Coded[];
}

// JSON types widen every word to string.
export const sceneTable = json as Table;

const letters = new Map(sceneTable.claims.map(({ key, letter }) => [key, letter]));
const byLetter = new Map(sceneTable.claims.map((claim) => [claim.letter, claim]));

export function letterOf(claim: ClaimKey): string {
  const letter = letters.get(claim);
  if (letter === undefined) throw new RangeError(`no claim ${claim}`);
  return letter;
}

/** 'a1' → 年满六十周岁：是; a letter that is not known here is left out. */
export function showClaims(
  claims: Readonly<Record<string, string>>,
): readonly { title: string; value: string }[] {
  return Object.entries(claims).flatMap(([letter, value]) => {
    const claim = byLetter.get(letter);
    if (claim === undefined) return [];
    if (value === '1') return [{ title: claim.title, value: '是' }];
    return [{ title: claim.title, value: value === '0' ? '否' : value }];
  });
}
