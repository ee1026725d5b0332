/** The fields of a draft in the order of the page, each with what the standard says of it. */
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { FieldInput } from '../../../../../ui/field-input.tsx';
import type { Field } from '../../../../../kernel/register.ts';
import { outgoingFields } from '../../document/fields.ts';
import { RecipientsInput } from '../exchange/recipients-input.tsx';
import type { KnownLetterhead } from './use-letterheads.ts';

export type DraftValues = Readonly<Record<string, unknown>>;

export interface DraftFormProps {
  readonly values: DraftValues;
  readonly change: (part: DraftValues) => void;
  readonly problems: Readonly<Record<string, string>>;
  readonly letterheads: readonly KnownLetterhead[];
}

const rows = [
  ['series', 'kind'],
  ['urgency', 'openness'],
  ['title'],
  ['recipients'],
  ['body'],
  ['attachmentTitles'],
  ['attachments'],
  ['note'],
  ['copies'],
  ['deliverTo'],
  ['copyTo'],
] as const;

type Name = (typeof rows)[number][number];

const fields: Readonly<Record<Name, Field>> = outgoingFields;

export function DraftForm(props: DraftFormProps): ReactNode {
  return (
    <Form layout="vertical" requiredMark onSubmitCapture={(event) => event.preventDefault()}>
      {rows.map((names) => (
        <div key={names[0]} className="office-form-row">
          {names.map((name) => (
            <DraftField key={name} name={name} {...props} />
          ))}
        </div>
      ))}
    </Form>
  );
}

function DraftField(props: DraftFormProps & { readonly name: Name }): ReactNode {
  const { name, problems } = props;
  const field = fields[name];
  const problem = problems[name];
  return (
    <Form.Item
      label={field.title}
      htmlFor={`draft-${name}`}
      required={field.required === true}
      {...(field.hint ? { extra: field.hint } : {})}
      {...(problem ? { validateStatus: 'error' as const, help: problem } : {})}
    >
      <DraftInput {...props} />
    </Form.Item>
  );
}

function DraftInput({
  name,
  values,
  change,
  letterheads,
}: DraftFormProps & { readonly name: Name }): ReactNode {
  const value = values[name];
  const id = `draft-${name}`;
  const set = (next: unknown) => change({ [name]: next });
  if (name === 'series')
    return (
      <Select
        id={id}
        value={(value as string | undefined) ?? null}
        placeholder="请选择机关代字"
        options={letterheads.map((head) => ({
          value: head.id,
          label: `${head.code}（${head.mark}${head.suffix ?? ''}）`,
        }))}
        onChange={set}
      />
    );
  if (name === 'body')
    return (
      <Input.TextArea
        id={id}
        className="office-body-input"
        value={(value as string | null) ?? ''}
        maxLength={60_000}
        autoSize={{ minRows: 12, maxRows: 28 }}
        placeholder="一段一行"
        onChange={(event) => set(event.target.value)}
      />
    );
  if (name === 'deliverTo' || name === 'copyTo')
    return <RecipientsInput id={id} value={value} onChange={set} />;
  return <FieldInput field={fields[name]} value={value} onChange={set} id={id} />;
}
