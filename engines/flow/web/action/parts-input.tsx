/** The cases that one is split into: each starts as a copy of what the reporter gave, to be told apart here. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { FieldInput } from '../../../../ui/field-input.tsx';
import { type CaseFields, isFilled, openingFields } from '../case/case-fields.ts';

type Part = Readonly<Record<string, unknown>>;

/** As many as a person can tell apart in one look; the server takes 20. */
const mostParts = 10;

export function PartsInput(props: {
  readonly fields: CaseFields;
  readonly row: Part;
  readonly value: readonly Part[];
  readonly onChange: (parts: readonly Part[]) => void;
}): ReactNode {
  const { fields, row, value, onChange } = props;
  // Only what must be given and is open to change; the rest the server copies.
  const asked = openingFields(fields).filter(
    (name) => fields[name]?.required && !['files', 'point'].includes(fields[name]?.type ?? ''),
  );
  const fresh = (): Part =>
    Object.fromEntries(asked.filter((name) => isFilled(row[name])).map((name) => [name, row[name]]));
  const parts = value.length === 0 ? [] : value;
  return (
    <div className="flow-parts">
      {parts.map((part, index) => (
        // Parts have no identity before they are opened.
        <fieldset key={index}>
          <legend>第 {index + 1} 件</legend>
          {asked.map((name) => {
            const field = fields[name];
            if (!field) return null;
            return (
              <div key={name}>
                <span className="city-muted">{field.title}</span>
                <FieldInput
                  field={field}
                  value={part[name]}
                  onChange={(next) =>
                    onChange(parts.map((one, place) => (place === index ? { ...one, [name]: next } : one)))
                  }
                />
              </div>
            );
          })}
          <Button
            size="small"
            type="link"
            danger
            onClick={() => onChange(parts.filter((_one, place) => place !== index))}
          >
            去掉这件
          </Button>
        </fieldset>
      ))}
      <Button
        type="dashed"
        block
        disabled={parts.length >= mostParts}
        onClick={() => onChange(parts.length === 0 ? [fresh(), fresh()] : [...parts, fresh()])}
      >
        {parts.length === 0 ? '拆成两件' : '再加一件'}
      </Button>
    </div>
  );
}
