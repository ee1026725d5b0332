/** What the FEEL texts of a form see: its values as FEEL knows them, and who fills it in. The same in browser and server. */
import { CityError } from '../../../kernel/errors.ts';
import type { Field } from '../../../kernel/register.ts';
import { toFeel } from '../../rules/service.ts';

export type FormValues = Readonly<Record<string, unknown>>;

/** The one who fills it in: `me.name`, `me.department`. */
export interface FormPerson {
  readonly id: string;
  readonly name: string;
  readonly department: string | null;
}

/** Gives the plain value of a FEEL text; throws CityError for one that cannot be evaluated. */
export type Evaluate = (text: string, scope: FormValues) => unknown;

const temporal = { date: 'date', moment: 'dateTime' } as const;

export function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** A value as FEEL has it; what cannot be one is nothing. */
export function feelValue(field: Field | undefined, value: unknown): unknown {
  if (isBlank(value)) return null;
  const type = field?.type === 'date' || field?.type === 'moment' ? temporal[field.type] : undefined;
  if (type === undefined) return value;
  try {
    return toFeel(value, type, field?.title ?? '');
  } catch (problem) {
    if (problem instanceof CityError) return null;
    throw problem;
  }
}

/** A text that cannot be evaluated over these values gives nothing. */
export function tryEvaluate(evaluate: Evaluate, text: string, scope: FormValues): unknown {
  try {
    return evaluate(text, scope) ?? null;
  } catch (problem) {
    if (problem instanceof CityError) return null;
    throw problem;
  }
}
