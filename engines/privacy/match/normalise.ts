/** One form for each key, so that both sides hash the same characters; what is no key of its kind is left out and counted, never mended by guessing. */
import { idCardProblem, unifiedCreditCodeProblem } from '../../../kernel/check-characters.ts';

/** id-card: GB 11643-1999 · credit-code: GB 32100-2015 · phone: mobile number of eleven digits. */
export const keyKinds = {
  'id-card': '公民身份号码',
  'credit-code': '统一社会信用代码',
  phone: '手机号',
} as const;
export type KeyKind = keyof typeof keyKinds;

const checks: Readonly<Record<KeyKind, (text: string) => boolean>> = {
  'id-card': (text) => idCardProblem(text) === undefined,
  'credit-code': (text) => unifiedCreditCodeProblem(text) === undefined,
  phone: (text) => /^1[3-9]\d{9}$/.test(text),
};

/** Full width to half width, without spaces, hyphens and the apostrophe that sheets put before numbers, in capitals. */
export function normaliseKey(kind: KeyKind, text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s'’\u200b\ufeff-]/g, '')
    .toUpperCase();
  const key = kind === 'phone' ? plain.replace(/^(?:\+?86)(?=1\d{10}$)/, '') : plain;
  return checks[kind](key) ? key : undefined;
}

export interface KeyList {
  /** Each once, in the order first seen. */
  readonly keys: readonly string[];
  readonly invalid: number;
  readonly repeated: number;
}

export function normaliseKeys(kind: KeyKind, texts: Iterable<string>): KeyList {
  const keys = new Set<string>();
  let invalid = 0;
  let repeated = 0;
  for (const text of texts) {
    const key = normaliseKey(kind, text);
    if (key === undefined) invalid += 1;
    else if (keys.has(key)) repeated += 1;
    else keys.add(key);
  }
  return { keys: [...keys], invalid, repeated };
}

/**
 * A list as people have it: one line a person or firm, alone or as a row of a sheet. Of each line the first cell that is a key counts; a line
 * without one (a heading, a wrong number) counts as invalid.
 */
export function readKeyLines(kind: KeyKind, text: string): KeyList {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return normaliseKeys(
    kind,
    lines.map((line) => {
      const cells = line.split(/[,;，；\t|]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
      return cells.find((cell) => normaliseKey(kind, cell) !== undefined) ?? '';
    }),
  );
}
