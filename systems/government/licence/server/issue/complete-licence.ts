/** What a licence must be before it may exist: its type issued by this organ, its number and holder's code right, one valid licence a number. */
import { idCardProblem, unifiedCreditCodeProblem } from '../../../../../kernel/check-characters.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { findDepartment } from '../../../../../city/departments.ts';
import { findType, type LicenceType, numberProblem } from '../../data/licence-types.ts';
import { errors } from '../../errors.ts';

export interface LicenceFacts {
  readonly type: string;
  readonly issuer: string;
  readonly holderCodeType: string;
  readonly holderCode: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

export function getType(key: string): LicenceType {
  const type = findType(key);
  if (type === undefined) throw errors.noSuchType();
  return type;
}

export function issuerCodeOf(department: string): string {
  return findDepartment(department)?.creditCode ?? '';
}

export function issuerNameOf(department: string): string {
  return findDepartment(department)?.name ?? department;
}

const kinds = { person: '自然人', organisation: '法人或其他组织' } as const;

function holderProblem(codeType: string, code: string): string | undefined {
  return codeType === 'id-card' ? idCardProblem(code) : unifiedCreditCodeProblem(code);
}

/** Throws the first thing that is wrong. */
export function checkLicence(facts: LicenceFacts): LicenceType {
  const type = getType(facts.type);
  if (type.issuer !== facts.issuer) throw errors.notYourType({ type: type.name });
  const wanted = type.holder === 'person' ? 'id-card' : 'credit-code';
  if (facts.holderCodeType !== wanted)
    throw errors.holderKindWrong({ type: type.name, kind: kinds[type.holder] });
  const problem = holderProblem(facts.holderCodeType, facts.holderCode);
  if (problem !== undefined) throw errors.holderWrong({ problem });
  if (facts.validUntil !== null && facts.validUntil < facts.validFrom) throw errors.spanReversed();
  return type;
}

export function checkNumber(type: LicenceType, number: string): void {
  const problem = numberProblem(type, number);
  if (problem !== undefined) throw errors.numberWrong({ problem });
}

/** The last day by the type's years: the day before the same date (a licence from 1 May holds to 30 April). */
export function lastDay(type: LicenceType, from: string): string | null {
  if (type.years === 0) return null;
  const [year = '', ...rest] = from.split('-');
  const same = new Date(`${Number(year) + type.years}-${rest.join('-')}T00:00:00+08:00`);
  // 29 February has no same day in most years: the next one is taken, and the day before it is right again.
  return shanghaiDate(new Date(same.getTime() - 86_400_000));
}

/** While a licence is valid or suspended its number is taken. */
export function numberHeld(type: string, number: string): string {
  return `${type}|${number}`;
}
