/** Which value of a kind of device stands up as a column, and how high. Pure. */
import type { ThingModel } from '../../../../engines/telemetry/contract.ts';
import table from './measures.json' with { type: 'json' };

export interface Measure {
  readonly property: string;
  readonly title: string;
  readonly unit: string;
  readonly precision: number;
  /** The value of no column, and of a whole one. */
  readonly from: number;
  readonly to: number;
}

interface Row {
  /** Code of the only thing model that it is for. */
  readonly model?: string;
  readonly property: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

const rows: readonly Row[] = table.measures;

/** `code` is the thing model's. */
export function chooseMeasure(code: string, { properties }: ThingModel): Measure | undefined {
  const numbers = properties.filter(({ type }) => type === 'number' || type === 'integer');
  for (const { model = code, property, unit, from, to } of rows) {
    if (model !== code) continue;
    const found = numbers.find((spec) => spec.name === property && spec.unit === unit);
    if (found !== undefined)
      return { property, title: found.title, unit, precision: found.precision, from, to };
  }
  const [first] = numbers;
  if (first?.lowest === undefined || first.highest === undefined) return undefined;
  const { name, title, unit, precision, lowest, highest } = first;
  return { property: name, title, unit, precision, from: lowest, to: highest };
}

/** 0 to 1 of a whole column. */
export function shareOf({ from, to }: Measure, value: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
