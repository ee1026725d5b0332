/** Licence types as data (GB/T 36902, 36903): who issues them to whom, how long they hold, how their numbers are built and checked. */
import { idCardProblem, unifiedCreditCodeProblem } from '../../../../kernel/check-characters.ts';
import { mod1110 } from '../identifier/licence-identifier.ts';
import json from './licence-types.json' with { type: 'json' };

/** Fields that may be told of a licence, each by itself. */
export const tellable = {
  name: '证照名称',
  number: '证照编号',
  state: '状态',
  validUntil: '有效期至',
  issuedOn: '颁发日期',
  issuerName: '颁发机构',
  holderName: '持证主体',
  holderCode: '持证主体代码',
  surface: '照面信息',
} as const;
export type Tellable = keyof typeof tellable;

export interface LicenceType {
  readonly key: string;
  /** 证照类型代码, 21 characters. */
  readonly code: string;
  readonly name: string;
  readonly authority: string;
  readonly authorityCode: string;
  readonly holder: 'person' | 'organisation';
  /** 0: for ever. */
  readonly years: number;
  readonly pattern: string;
  readonly example: string;
  readonly check: 'none' | 'mod-11-10' | 'credit-code' | 'id-card-head';
  /** '{serial:6}' is the next of the series, '{mod1110}' the check digit over the digits before it; empty: the number is given. */
  readonly template: string;
  readonly series: string;
  /** Department that issues it in the city. */
  readonly issuer: string;
  readonly surface: readonly string[];
  /** What a department may ask for without more reasons. */
  readonly minimal: readonly Tellable[];
  readonly source: string;
}

interface Table {
  readonly source: string;
  readonly validFrom: string;
  readonly types: readonly LicenceType[];
  readonly states: readonly { readonly code: string; readonly name: string }[];
  readonly codeTypes: readonly { readonly code: string; readonly name: string }[];
}

// JSON types widen every word to string; the test of the data reads each type.
export const licenceTable = json as Table;

const byKey = new Map(licenceTable.types.map((type) => [type.key, type]));
const stateNames = new Map(licenceTable.states.map(({ code, name }) => [code, name]));

export function findType(key: string): LicenceType | undefined {
  return byKey.get(key);
}

export function stateName(code: string): string {
  return stateNames.get(code) ?? code;
}

function checkProblem({ check }: LicenceType, number: string): string | undefined {
  switch (check) {
    case 'none':
      return undefined;
    case 'mod-11-10': {
      const digits = number.replace(/\D/g, '');
      return mod1110(digits.slice(0, -1)) === digits.at(-1) ? undefined : '证照编号的校验位不正确，请核对';
    }
    case 'credit-code':
      return unifiedCreditCodeProblem(number);
    case 'id-card-head':
      return idCardProblem(number.slice(0, 18));
  }
}

/** What is wrong with a number of this type, in Chinese. */
export function numberProblem(type: LicenceType, number: string): string | undefined {
  if (!new RegExp(type.pattern).test(number)) return `${type.name}的编号格式不对，例如 ${type.example}`;
  return checkProblem(type, number);
}

/** How many numbers the type's template has room for. */
export function roomOf({ template }: LicenceType): number {
  return 10 ** Number(/\{serial:(\d)\}/.exec(template)?.[1] ?? 0) - 1;
}

/** The number with this serial by the type's template. */
export function numberOf({ template }: LicenceType, serial: number): string {
  const filled = template.replace(/\{serial:(\d)\}/, (_, width: string) =>
    String(serial).padStart(Number(width), '0'),
  );
  const [body = ''] = filled.split('{mod1110}');
  return filled.endsWith('{mod1110}') ? body + mod1110(body.replace(/\D/g, '')) : filled;
}
