/** The shape of a rule's answer, so that an expected one can be typed field by field. Pure. */
import type { ItemType } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../table/decision-table.ts';

export interface ResultField {
  /** Undefined: the answer is this one value. */
  readonly name: string | undefined;
  readonly type: ItemType;
}

const anything: ItemType = { base: 'Any', list: false };

/** One field for each output of a table that answers once; a single free one otherwise. */
export function resultFields(table: DecisionTable | undefined): readonly ResultField[] {
  if (table === undefined) return [{ name: undefined, type: anything }];
  if (table.hitPolicy === 'C' && table.aggregator !== null)
    return [{ name: undefined, type: { base: 'number', list: false } }];
  if (table.hitPolicy === 'R' || table.hitPolicy === 'O' || table.hitPolicy === 'C')
    return [{ name: undefined, type: anything }];
  const fields = table.outputs.map(({ name, type, values }) => ({
    name,
    type: { base: type, list: false, ...(values.trim() === '' ? {} : { allowed: values }) },
  }));
  const [only] = fields;
  return fields.length === 1 && only !== undefined ? [{ ...only, name: undefined }] : fields;
}

export function readField(expected: unknown, { name }: ResultField): unknown {
  if (name === undefined) return expected;
  return typeof expected === 'object' && expected !== null
    ? (expected as Record<string, unknown>)[name]
    : null;
}

export function writeField(expected: unknown, { name }: ResultField, value: unknown): unknown {
  if (name === undefined) return value;
  return { ...(typeof expected === 'object' && expected !== null ? expected : {}), [name]: value };
}
