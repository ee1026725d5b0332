/** Checks of text: characters, length, pattern and the named formats. */
import { idCardProblem, unifiedCreditCodeProblem } from '../../../../kernel/check-characters.ts';
import type { Field, FieldFormat } from '../../../../kernel/register.ts';
import { Refused } from './refused.ts';

const defaultLengths = { text: 200, 'long-text': 5000 } as const;

// Control characters, lone surrogates, invisible marks and direction overrides: they break sheets and disguise text.
const forbidden =
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u;
const lineBreak = /[\t\n\r\u2028\u2029]/;
/** Printable ASCII needs neither normal form nor a look at each character. */
const plain = /^[ -~]*$/;

const mobile = /^1[3-9]\d{9}$/;
const landline = /^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?$/;
const service = /^(?:[48]00-?\d{3}-?\d{4}|1\d{4}|9\d{4,5})$/;
const email = /^[^\s@"<>()]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+$/;

function formatProblem(format: FieldFormat, value: string): string | undefined {
  switch (format) {
    case 'phone':
      return mobile.test(value) || landline.test(value) || service.test(value)
        ? undefined
        : '不是有效的电话号码';
    case 'id-card':
      return prefixed(idCardProblem(value));
    case 'credit-code':
      return prefixed(unifiedCreditCodeProblem(value));
    case 'email':
      return value.length <= 254 && email.test(value) ? undefined : '不是有效的电子邮箱';
    case 'year':
      return /^\d{4}$/.test(value) ? undefined : '不是有效的年份';
  }
}

function prefixed(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `有误:${problem}`;
}

/** Text as it is kept: normal form C, without blanks around it, one kind of line break. */
export function tidyText(raw: string): string {
  if (plain.test(raw)) return raw.trim();
  return raw.normalize('NFC').replaceAll('\r\n', '\n').trim();
}

export function hasForbiddenCharacter(value: string): boolean {
  return forbidden.test(value);
}

/** A checker of text fields: the tidy text, null for an empty one, or why it is refused. */
export function textChecker(field: Field): (raw: string) => string | null | Refused {
  const long = field.type === 'long-text';
  const most = field.maxLength ?? (long ? defaultLengths['long-text'] : defaultLengths.text);
  const pattern =
    field.pattern === undefined
      ? undefined
      : new RegExp(field.pattern.source, field.pattern.flags.replace(/[gy]/g, ''));
  const upper = field.format === 'id-card' || field.format === 'credit-code';
  return function checkText(raw) {
    // Far beyond any limit: do not even tidy it.
    if (raw.length > most * 4 + 1000) return new Refused(`不能超过 ${most} 个字`);
    let value = tidyText(raw);
    if (value === '') return null;
    if (upper) value = value.toUpperCase();
    if (!plain.test(value)) {
      if (forbidden.test(value)) return new Refused('含有不可见的控制字符');
      if (!long && lineBreak.test(value)) return new Refused('不能换行');
    }
    if (value.length > most && Array.from(value).length > most) return new Refused(`不能超过 ${most} 个字`);
    if (pattern !== undefined && !pattern.test(value))
      return new Refused(`格式不正确${field.hint === undefined ? '' : `(${field.hint})`}`);
    if (field.format !== undefined) {
      const problem = formatProblem(field.format, value);
      if (problem !== undefined) return new Refused(problem);
    }
    return value;
  };
}
