/** What a page knows of a register: its description from the server, with fields as the form kit wants them. */
import { useMemo } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type { Field, FieldFormat, FieldType } from '../../../../kernel/register.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { FieldInfo } from '../../routes/catalogue-routes.ts';

export type Description = OutputOf<typeof contract.routes.describe>;

export interface NamedField {
  readonly name: string;
  readonly field: Field;
  readonly info: FieldInfo;
}

export interface HeldRegister {
  readonly description: Description;
  readonly fields: readonly NamedField[];
}

/** The pattern as the server wrote it; one that this browser cannot read is left to the server. */
function patternOf(source: string | null): RegExp | undefined {
  if (source === null) return undefined;
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}

export function toField(info: FieldInfo): Field {
  const pattern = patternOf(info.pattern);
  return {
    type: info.type as FieldType,
    title: info.title,
    required: info.required,
    unique: info.unique,
    list: info.list,
    filter: info.filter,
    class: info.class,
    managed: info.managed,
    ...(info.format === null ? {} : { format: info.format as FieldFormat }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(info.minimum === null ? {} : { minimum: info.minimum }),
    ...(info.maximum === null ? {} : { maximum: info.maximum }),
    ...(info.maxLength === null ? {} : { maxLength: info.maxLength }),
    ...(info.unit === null ? {} : { unit: info.unit }),
    ...(info.codeList === null ? {} : { codeList: info.codeList }),
    ...(info.to === null ? {} : { to: info.to }),
    ...(info.hint === null ? {} : { hint: info.hint }),
  };
}

/** Columns in the order that people look for: the number of a case and what names the row first, then as declared. */
export function columnOrder(held: HeldRegister): readonly NamedField[] {
  const { kind, titleField } = held.description;
  const first = kind === 'case' ? ['number', titleField] : [];
  const rank = ({ name }: NamedField) => (first.includes(name) ? first.indexOf(name) : first.length);
  return [...held.fields].sort((left, right) => rank(left) - rank(right));
}

export function useRegister(register: string) {
  const asked = useCall(contract.routes.describe, { register }, { fresh: 300_000 });
  const held = useMemo((): HeldRegister | undefined => {
    if (asked.data === undefined) return undefined;
    const fields = asked.data.fields.map((info) => ({ name: info.name, field: toField(info), info }));
    return { description: asked.data, fields };
  }, [asked.data]);
  return { held, error: asked.error, retry: () => void asked.refetch() };
}
