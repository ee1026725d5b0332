/** What is written down about the case, in groups; masked values are shown on request, with a reason that is kept. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { FieldValue } from '../../../../ui/field-value.tsx';
import { type DescriptionItem, DescriptionList, Section } from '../../../../ui/layout.tsx';
import { type CaseFields, type FieldGroup, groupFields, isFilled } from './case-fields.ts';
import { revealField } from './use-case.ts';

const wideTypes = new Set(['long-text', 'files', 'codes']);

export interface FieldGroupsProps {
  readonly type: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly fields: CaseFields;
  readonly groups: readonly FieldGroup[];
  readonly hidden: readonly string[];
  readonly mayReveal: boolean;
}

export function FieldGroups(props: FieldGroupsProps): ReactNode {
  const { row, fields } = props;
  return groupFields(fields, row, props.groups, props.hidden).map((group) => (
    <Group key={group.title} {...props} group={group} />
  ));
}

/** Fields that nobody filled in yet stay out of the way until they are asked for. */
function Group(props: FieldGroupsProps & { readonly group: FieldGroup }): ReactNode {
  const { row, fields, group } = props;
  const [all, setAll] = useState(false);
  const empty = group.fields.filter((name) => !hasWords(row[name]) && !fields[name]?.required);
  const shown = all ? group.fields : group.fields.filter((name) => !empty.includes(name));
  if (shown.length === 0) return null;
  return (
    <Section
      title={group.title}
      extra={
        empty.length > 0 && (
          <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? '收起未填' : `未填 ${empty.length} 项`}
          </Button>
        )
      }
    >
      <DescriptionList items={shown.flatMap((name) => itemOf(props, name))} />
    </Section>
  );
}

function itemOf(props: FieldGroupsProps, name: string): readonly DescriptionItem[] {
  const { type, row } = props;
  const field = props.fields[name];
  if (!field) return [];
  const masked = Array.isArray(row['masked']) && row['masked'].includes(name);
  const reveal =
    masked && props.mayReveal
      ? { reveal: (reason: string) => revealField(type, String(row['id']), name, reason) }
      : {};
  const value = <FieldValue field={field} value={row[name]} masked={masked} {...reveal} />;
  return [{ label: field.title, wide: wideTypes.has(field.type), value }];
}

/** '否' is an answer, unlike an empty list. */
function hasWords(value: unknown): boolean {
  return value === false || isFilled(value);
}
