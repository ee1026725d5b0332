/** What the data area of an HJ 212 message says: the moment, and for each factor its values and its flag (HJ 212-2017). */
import { chinaTime } from '../bytes/china-time.ts';
import { currentFactorCode, unitOf } from './factors.ts';
import type { Hj212Message } from './message.ts';

export interface Hj212Value {
  /** Rtd, Min, Avg, Max, ZsRtd, …, Cou, Data, DayData, NightData; RS and RT of a facility. */
  readonly suffix: string;
  readonly value: number;
  /** Undefined for factors that the table does not have. */
  readonly unit?: string;
}

export interface Hj212FactorValues {
  /** The code of 2017, also when a device of 2005 sent the former one; SB1 for facility 1. */
  readonly code: string;
  readonly values: readonly Hj212Value[];
  /** The data flag: N, F, M, S, D, C, T or B. */
  readonly flag?: string;
  /** EFlag, the equipment's own mark. */
  readonly equipmentFlag?: string;
  /** SampleTime of this factor in milliseconds since 1970, where the analyser takes longer than the frame. */
  readonly sampledAt?: number;
}

export interface Hj212Content {
  /** DataTime: the start of the period for 2031, 2041, 2051 and 2061, the moment of acquisition for 2011 and 2021. Milliseconds since 1970. */
  readonly at?: number;
  readonly factors: readonly Hj212FactorValues[];
  /** Names without a suffix (RtdInterval, PolId, BeginTime, …) and texts, as sent. */
  readonly parameters: ReadonlyMap<string, string>;
}

const notNumbers = new Set(['Flag', 'EFlag', 'SampleTime', 'SN', 'Info']);
const numberForm = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

interface Gathered {
  readonly values: Hj212Value[];
  flag?: string;
  equipmentFlag?: string;
  sampledAt?: number;
}

function gather(into: Gathered, code: string, suffix: string, text: string, systemCode: string): boolean {
  if (suffix === 'Flag') into.flag = text;
  else if (suffix === 'EFlag') into.equipmentFlag = text;
  else if (suffix === 'SampleTime') {
    const at = chinaTime(text);
    if (at !== undefined) into.sampledAt = at;
  } else if (notNumbers.has(suffix) || !numberForm.test(text)) return false;
  else {
    const unit = unitOf(code, suffix, systemCode);
    into.values.push({ suffix, value: Number(text), ...(unit === undefined ? {} : { unit }) });
  }
  return true;
}

/** Values that are no numbers stand under the parameters with their full names, so that nothing that was sent is lost. */
export function readContent(message: Hj212Message): Hj212Content {
  const byCode = new Map<string, Gathered>();
  const parameters = new Map<string, string>();
  for (const group of message.content) {
    for (const [name, text] of group) {
      const dash = name.indexOf('-');
      const code = currentFactorCode(name.slice(0, dash));
      const factor: Gathered = byCode.get(code) ?? { values: [] };
      if (dash > 0 && gather(factor, code, name.slice(dash + 1), text, message.systemCode))
        byCode.set(code, factor);
      else parameters.set(name, text);
    }
  }
  const at = chinaTime(parameters.get('DataTime') ?? '');
  return {
    ...(at === undefined ? {} : { at }),
    factors: [...byCode].map(([code, factor]) => ({ code, ...factor })),
    parameters,
  };
}
