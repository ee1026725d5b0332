/** Check characters of 公民身份号码 and 统一社会信用代码 in DuckDB's SQL; a property test holds them to the kernel's own. */

const idCardWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** GB 11643-1999, MOD 11-2: the 18th character of the 17 digits with which the value begins. */
export function idCardCheck(value: string): string {
  const sum = idCardWeights
    .map((weight, index) => `(ascii(substr(${value}, ${index + 1}, 1)) - 48) * ${weight}`)
    .join(' + ');
  return `substr('10X98765432', (${sum}) % 11 + 1, 1)`;
}

/** True where the value is no number of that form. */
export function brokenIdCard(value: string): string {
  const date = `try_strptime(substr(${value}, 7, 8), '%Y%m%d')`;
  return `case when not regexp_full_match(${value}, '[1-8]\\d{16}[0-9X]') then true
    when ${date} is null then true
    else ${idCardCheck(value)} <> substr(${value}, 18, 1) end`;
}

const organWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11714-1997, MOD 11: the 17th character closes the organisation code inside (its letters count from 10, I and O included). */
function brokenOrganCode(value: string): string {
  const sum = organWeights
    .map(
      (weight, index) =>
        `(strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(${value}, ${index + 9}, 1)) - 1) * ${weight}`,
    )
    .join(' + ');
  return `substr('0X987654321', (${sum}) % 11 + 1, 1) <> substr(${value}, 17, 1)`;
}

/** GB 32100-2015, MOD 31: the check character of the whole code, and that of the organisation code inside it. */
export function brokenCreditCode(value: string): string {
  const sum = creditWeights
    .map((weight, index) => `(strpos('${alphabet}', substr(${value}, ${index + 1}, 1)) - 1) * ${weight}`)
    .join(' + ');
  return `case when not regexp_full_match(${value}, '[${alphabet}]{2}\\d{6}[${alphabet}]{10}') then true
    when ${brokenOrganCode(value)} then true
    else substr('${alphabet}', (31 - (${sum}) % 31) % 31 + 1, 1) <> substr(${value}, 18, 1) end`;
}
