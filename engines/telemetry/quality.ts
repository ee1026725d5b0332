/** How good a reading is: the flags of HJ 212-2017 table 8, and one for what the platform itself doubts. */

export interface QualityMeaning {
  /** Kept in the database; never reused for another meaning. */
  readonly code: number;
  readonly title: string;
  /** Whether the value counts in roll-ups and rules. */
  readonly valid: boolean;
  /** Letter of HJ 212-2017, where it has one. */
  readonly letter: string | null;
}

/** HJ 212-2017 table 8 (数据标记); `suspect` is given by ingest to a value outside the range of the thing model. */
export const qualities = {
  good: { code: 0, title: '正常', valid: true, letter: 'N' },
  manual: { code: 1, title: '人工补录', valid: true, letter: 'S' },
  stopped: { code: 2, title: '停运', valid: false, letter: 'F' },
  maintenance: { code: 3, title: '维护', valid: false, letter: 'M' },
  fault: { code: 4, title: '故障', valid: false, letter: 'D' },
  calibration: { code: 5, title: '校准', valid: false, letter: 'C' },
  beyond: { code: 6, title: '超测定上限', valid: false, letter: 'T' },
  disconnected: { code: 7, title: '通信异常', valid: false, letter: 'B' },
  suspect: { code: 8, title: '存疑', valid: false, letter: null },
} as const satisfies Readonly<Record<string, QualityMeaning>>;

export type Quality = keyof typeof qualities;

export const qualityNames = Object.keys(qualities) as readonly Quality[];

const byCode = new Map<number, Quality>(qualityNames.map((name) => [qualities[name].code, name]));

export function qualityOfCode(code: number): Quality {
  return byCode.get(code) ?? 'suspect';
}

/** Codes of the qualities that count. */
export const validCodes: readonly number[] = Object.values(qualities)
  .filter((quality) => quality.valid)
  .map((quality) => quality.code);
