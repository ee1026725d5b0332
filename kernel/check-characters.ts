/**
 * Check characters of the two identifiers that every form carries: 公民身份号码 (GB 11643-1999) and
 * 统一社会信用代码 (GB 32100-2015, with the organisation code of GB 11714 inside it).
 *
 * `…Problem` functions return a sentence for the person who typed the value, or undefined when nothing is wrong.
 * They are strict: no trimming, no lower case. A form trims and upper-cases before it asks.
 */

/** ISO 7064 MOD 11-2 weights, 2^(18-i) mod 11 (GB 11643-1999, annex A). */
const idCardWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const idCardCheckCharacters = '10X98765432';

/** First two digits in use: GB/T 2260 provinces; 81, 82 and 83 are the residence permits of 港, 澳 and 台. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** The 31 characters of GB 32100-2015; the value of each is its index. I, O, S, V and Z are left out. */
const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^(i-1) mod 31 (GB 32100-2015). */
const creditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Which 机构类别 each 登记管理部门 may give; where the standard's list was not to hand, any digit from 1 to 9. */
const creditCodeCategories: Readonly<Record<string, string>> = {
  '1': '1239',
  '2': '123456789',
  '3': '123459',
  '4': '123456789',
  '5': '1239',
  '6': '123456789',
  '7': '129',
  '8': '19',
  '9': '123',
  A: '123456789',
  N: '1239',
  Y: '123456789',
};

/**
 * What is wrong with a citizen's number, in Chinese; undefined when it is right.
 *
 * @param today the day (YYYY-MM-DD) after which nobody can have been born; left out, the computer's own day in Shanghai.
 */
export function idCardProblem(value: string, today: string = currentDay()): string | undefined {
  if (value.length !== 18) return '身份证号应为18位';
  if (!/^\d{17}[\dX]$/.test(value)) return '身份证号前17位应为数字，末位应为数字或大写X';
  if (!provinces.has(value.slice(0, 2))) return '身份证号的地区代码不存在';
  const day = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (!isCalendarDay(day)) return '身份证号中的出生日期不存在';
  if (day > today) return '身份证号中的出生日期晚于今天';
  if (value[17] !== idCardCheckCharacter(value)) return '身份证号校验位不正确，请核对';
  return undefined;
}

/** The whole 18-character number for its first 17 digits. Throws RangeError for anything else than 17 digits. */
export function completeIdCard(digits: string): string {
  if (!/^\d{17}$/.test(digits)) throw new RangeError('身份证号前17位应为数字');
  return digits + idCardCheckCharacter(digits);
}

/** What is wrong with a unified social credit code, in Chinese; undefined when both its check characters are right. */
export function unifiedCreditCodeProblem(value: string): string | undefined {
  if (value.length !== 18) return '统一社会信用代码应为18位';
  for (const character of value) {
    if (!creditCodeAlphabet.includes(character))
      return '统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z';
  }
  const categories = creditCodeCategories[value.charAt(0)];
  if (categories === undefined) return '统一社会信用代码的登记管理部门代码不存在';
  if (!categories.includes(value.charAt(1))) return '统一社会信用代码的机构类别代码不存在';
  if (!/^\d{6}$/.test(value.slice(2, 8))) return '统一社会信用代码第3至8位应为行政区划数字';
  if (value[16] !== organisationCheckCharacter(value.slice(8, 16)))
    return '统一社会信用代码中的组织机构代码校验位不正确，请核对';
  if (value[17] !== creditCodeCheckCharacter(value)) return '统一社会信用代码校验位不正确，请核对';
  return undefined;
}

/**
 * The whole 18-character code for its first 16 characters (both check characters are computed) or first 17 (the inner
 * one, GB 11714, is verified). Throws RangeError when what is given can begin no valid code.
 */
export function completeUnifiedCreditCode(beginning: string): string {
  if (beginning.length !== 16 && beginning.length !== 17)
    throw new RangeError('应给出统一社会信用代码的前16位或前17位');
  const withInner =
    beginning.length === 17 ? beginning : beginning + organisationCheckCharacter(beginning.slice(8, 16));
  const code = withInner + creditCodeCheckCharacter(withInner);
  const problem = unifiedCreditCodeProblem(code);
  if (problem !== undefined) throw new RangeError(problem);
  return code;
}

function idCardCheckCharacter(digits: string): string {
  let sum = 0;
  for (const [index, weight] of idCardWeights.entries()) sum += weight * (digits.charCodeAt(index) - 48);
  return idCardCheckCharacters.charAt(sum % 11);
}

function creditCodeCheckCharacter(code: string): string {
  let sum = 0;
  for (const [index, weight] of creditCodeWeights.entries())
    sum += weight * creditCodeAlphabet.indexOf(code.charAt(index));
  return creditCodeAlphabet.charAt((31 - (sum % 31)) % 31);
}

function organisationCheckCharacter(eight: string): string {
  let sum = 0;
  // Base 36 is the value table of GB 11714: digits as they are, A = 10 … Z = 35.
  for (const [index, weight] of organisationWeights.entries())
    sum += weight * Number.parseInt(eight.charAt(index), 36);
  const check = 11 - (sum % 11);
  if (check === 11) return '0';
  return check === 10 ? 'X' : String(check);
}

function isCalendarDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return day >= '1800' && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

function currentDay(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
