/** One value of a card to write: a choice, a date, a number or words, by what the field is. */
import { PhoneInput, PhoneSelect } from '../../../../../ui/phone/phone.tsx';
import type { ReactElement } from 'react';
import type { Field, Value } from './card-text.ts';
import type { Village } from './use-village.ts';

export function textOf(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** What was typed as the field keeps it; undefined for what is no such value. */
export function readText(field: Field, text: string): Value | undefined {
  const plain = text.trim();
  if (plain === '') return null;
  if (field.type === 'boolean') return plain === 'yes';
  if (field.type === 'integer' || field.type === 'decimal') {
    const number = Number(plain);
    return Number.isFinite(number) && (field.type === 'decimal' || Number.isInteger(number))
      ? number
      : undefined;
  }
  return plain;
}

/** A plain element, so that the label and its hint can be tied to it. */
export function valueInput(
  village: Village,
  field: Field,
  value: string,
  onChange: (value: string) => void,
): ReactElement<{ readonly id?: string }> {
  if (field.type === 'code')
    return (
      <PhoneSelect
        value={value}
        onChange={onChange}
        options={(village.lists[field.list ?? ''] ?? []).map(({ code, name }) => ({
          value: code,
          label: name,
        }))}
      />
    );
  if (field.type === 'boolean')
    return (
      <PhoneSelect
        value={value}
        onChange={onChange}
        options={[
          { value: 'yes', label: '是' },
          { value: 'no', label: '否' },
        ]}
      />
    );
  if (field.type === 'date') return <PhoneInput type="date" value={value} onChange={onChange} />;
  return (
    <PhoneInput
      type={field.key.toLowerCase().includes('phone') ? 'tel' : 'text'}
      maxLength={100}
      value={value}
      onChange={onChange}
    />
  );
}
