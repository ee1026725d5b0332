/** 电子证照标识 (GB/T 36904-2018): root.type.issuer.serial.version.check, made and read by the same rule; and the check digits of licence numbers. */
import { unifiedCreditCodeProblem } from '../../../../kernel/check-characters.ts';

/** Root of every 电子证照标识. */
export const licenceRoot = '1.2.156.3005.2';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 MOD 37,36 over digits and capital letters. Throws RangeError for anything else. */
export function mod3736(text: string): string {
  let p = 36;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError('only digits and capital letters');
    p = (p + value) % 36;
    if (p === 0) p = 36;
    p = (p * 2) % 37;
  }
  return alphabet.charAt((37 - p) % 36);
}

/** ISO 7064 MOD 11,10 over digits. */
export function mod1110(digits: string): string {
  let p = 10;
  for (const digit of digits) {
    const t = (p + Number(digit)) % 10;
    p = ((t === 0 ? 10 : t) * 2) % 11;
  }
  return String((11 - p) % 10);
}

export interface LicenceIdentifier {
  /** 18 characters of the authority that defined the type, and 3 of its serial. */
  readonly type: string;
  /** 统一社会信用代码 of the issuer. */
  readonly issuer: string;
  readonly serial: string;
  /** 1 up. */
  readonly version: number;
}

export function writeIdentifier({ type, issuer, serial, version }: LicenceIdentifier): string {
  const edition = String(version).padStart(3, '0');
  const check = mod3736(type + issuer + serial + edition);
  return [licenceRoot, type, issuer, serial, edition, check].join('.');
}

const form = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,40})\.(\d{3})\.([0-9A-Z])$/;

/** What is wrong with it, in Chinese; or its parts. */
export function readIdentifier(
  text: string,
): { readonly problem: string } | { readonly parts: LicenceIdentifier } {
  const found = form.exec(text);
  if (found === null) return { problem: '电子证照标识的格式不对' };
  const [, type = '', issuer = '', serial = '', edition = '', check = ''] = found;
  if (mod3736(type + issuer + serial + edition) !== check)
    return { problem: '电子证照标识的校验位不正确，请核对' };
  if (unifiedCreditCodeProblem(issuer) !== undefined)
    return { problem: '电子证照标识中颁发机构的统一社会信用代码不正确' };
  if (edition === '000') return { problem: '电子证照标识的版本号从 001 开始' };
  return { parts: { type, issuer, serial, version: Number(edition) } };
}
