/**
 * Masks for personal values (脱敏): enough is kept for an official to recognise a record, never enough to use the value.
 * All are total: anything may be given, nothing is thrown, and no non-empty value comes back as it was.
 */

const compoundSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 长孙 宇文 端木 轩辕 独孤 南宫 百里 呼延'.split(
    ' ',
  ),
);

/** First 6 and last 4 of an identity number: `341202********0010`. */
export function maskIdCard(value: string): string {
  return keepEnds(value, 6, 4);
}

/** First 3 and last 4 of a mobile number: `139****5678`; a shorter number keeps its last 2. */
export function maskPhone(value: string): string {
  return lengthOf(value) >= 11 ? keepEnds(value, 3, 4) : keepEnds(value, 0, 2);
}

/** The surname: `张*`, `欧阳*`. */
export function maskName(value: string): string {
  const characters = charactersOf(value);
  const surname = characters.slice(0, 2).join('');
  const kept = characters.length > 2 && compoundSurnames.has(surname) ? 2 : 1;
  if (characters.length <= 1) return hidden(value, 1);
  return different(
    characters.slice(0, kept).join('') + '*'.repeat(Math.min(characters.length - kept, 3)),
    value,
  );
}

/** Down to the street or town: `颍州区文峰街道****`; roads, doors and anything unrecognised are hidden. */
export function maskAddress(value: string): string {
  const text = textOf(value);
  // Segments may not hold digits or road words: '清河路8号小区' must not pass for a 区.
  const kept =
    /^(?:[^\d省市区县路街巷号弄村]{1,8}省)?(?:[^\d省市区县路街巷号弄村]{1,8}市)?(?:[^\d省市区县路街巷号弄村小]{1,8}[市区县])?(?:[^\d省市区县路街巷号弄村镇乡]{1,10}(?:街道|镇|乡))?/u.exec(
      text,
    )?.[0] ?? '';
  if (kept === '' || kept.length >= text.length) return maskText(text);
  return different(`${kept}****`, text);
}

/** Anything else: the first character and a fixed row of stars, so that the length is not told either. */
export function maskText(value: string): string {
  const characters = charactersOf(value);
  if (characters.length === 0) return '';
  return different(characters.length === 1 ? '***' : `${characters[0] ?? ''}***`, textOf(value));
}

function keepEnds(value: string, start: number, end: number): string {
  const characters = charactersOf(value);
  const middle = characters.length - start - end;
  // With nothing worth hiding between the ends, all is hidden.
  if (middle < 2) return hidden(value, characters.length);
  const tail = end === 0 ? [] : characters.slice(-end);
  return different(characters.slice(0, start).join('') + '*'.repeat(middle) + tail.join(''), textOf(value));
}

function hidden(value: string, stars: number): string {
  const text = textOf(value);
  return text === '' ? '' : different('*'.repeat(Math.max(stars, 1)), text);
}

/** A mask as a policy describes it. */
export interface MaskRule {
  readonly kind: 'keep' | 'date' | 'area' | 'number' | 'hash' | 'hide';
  /** keep: characters at the beginning and at the end. */
  readonly first?: number;
  readonly last?: number;
  /** date: what stays of a day. */
  readonly to?: 'year' | 'month';
  /** area: digits of the division code that stay. */
  readonly digits?: number;
  /** number: width of the range that stands for it. */
  readonly step?: number;
}

/** Whatever the rule does not fit is hidden whole. `keyed` gives a short digest that only the city's key can remake. */
export function maskBy(rule: MaskRule, value: string, keyed: (value: string) => string): string {
  const text = textOf(value);
  if (text === '') return '';
  return different(shownBy(rule, text, keyed) ?? '***', text);
}

function shownBy(rule: MaskRule, text: string, keyed: (value: string) => string): string | undefined {
  switch (rule.kind) {
    case 'keep':
      return keepEnds(text, rule.first ?? 0, rule.last ?? 0);
    case 'date': {
      const day = /^(\d{4})-(\d{2})-\d{2}/.exec(text);
      if (day === null) return undefined;
      return rule.to === 'month' ? `${day[1]}年${Number(day[2])}月` : `${day[1]}年`;
    }
    case 'area': {
      const digits = rule.digits ?? 6;
      return /^\d{6,15}$/.test(text) && digits < text.length
        ? text.slice(0, digits) + '*'.repeat(text.length - digits)
        : undefined;
    }
    case 'number':
      return rangeOf(text, rule.step ?? 0);
    case 'hash':
      return keyed(text);
    case 'hide':
      return undefined;
  }
}

function rangeOf(text: string, step: number): string | undefined {
  const value = Number(text);
  if (!/^-?\d{1,15}(?:\.\d+)?$/.test(text) || !(step > 0)) return undefined;
  const from = Math.floor(value / step) * step;
  return `${from}至${from + step}`;
}

/** By the name that a field's declaration gives. */
export const maskers = {
  phone: maskPhone,
  name: maskName,
  'id-card': maskIdCard,
  address: maskAddress,
  text: maskText,
} as const;

/** A value made of stars would be its own mask; one more star tells them apart. */
function different(masked: string, value: string): string {
  return masked === value ? `${masked}*` : masked;
}

function charactersOf(value: string): readonly string[] {
  return Array.from(textOf(value));
}

function lengthOf(value: string): number {
  return charactersOf(value).length;
}

/** Rows come from outside, so a value may be no text at all in spite of its type. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : '***';
}
