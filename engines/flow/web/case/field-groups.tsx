/** What is written down about the case, in groups; masked values are shown on request, with a reason that is kept. */
import type { ReactNode } from 'react';
import { FieldValue } from '../../../../ui/field-value.tsx';
import { DescriptionList, Section } from '../../../../ui/layout.tsx';
import { type CaseFields, type FieldGroup, groupFields } from './case-fields.ts';
import { revealField } from './use-case.ts';

const wideTypes = new Set(['long-text', 'files', 'codes']);

export function FieldGroups(props: {
  readonly type: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly fields: CaseFields;
  readonly groups: readonly FieldGroup[];
  readonly hidden: readonly string[];
  readonly mayReveal: boolean;
}): ReactNode {
  const { type, row, fields } = props;
  const masked = new Set(Array.isArray(row['masked']) ? row['masked'].map(String) : []);
  return groupFields(fields, row, props.groups, props.hidden).map((group) => (
    <Section key={group.title} title={group.title}>
      <DescriptionList
        items={group.fields.flatMap((name) => {
          const field = fields[name];
          if (!field) return [];
          const hidden = masked.has(name);
          const reveal =
            hidden && props.mayReveal
              ? { reveal: (reason: string) => revealField(type, String(row['id']), name, reason) }
              : {};
          return [
            {
              label: field.title,
              wide: wideTypes.has(field.type),
              value: <FieldValue field={field} value={row[name]} masked={hidden} {...reveal} />,
            },
          ];
        })}
      />
    </Section>
  ));
}
