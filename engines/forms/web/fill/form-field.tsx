/** The input of one place, held by a plain object of values: label, hint, problem, and the value alone where nothing may be typed. */
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { FieldInput } from '../../../../ui/field-input.tsx';
import { FieldValue } from '../../../../ui/field-value.tsx';
import type { FormPlace } from './form-layout.tsx';

export interface FormFieldProps {
  readonly place: FormPlace;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly problem?: string | undefined;
  /** In front of the name: ids on a page are its own. */
  readonly prefix: string;
  /** In the place of the declared input. */
  readonly input?: ReactNode;
}

export function FormField(props: FormFieldProps): ReactNode {
  const { place, problem } = props;
  const { name, field, state } = place;
  const id = `${props.prefix}${name}`;
  const hint = state.computed ? (field.hint ?? '自动计算') : field.hint;
  return (
    <Form.Item
      label={field.title}
      htmlFor={id}
      required={state.required}
      {...(hint ? { extra: hint } : {})}
      {...(problem ? { validateStatus: 'error' as const, help: problem } : {})}
    >
      {state.readOnly ? (
        <output id={id} className="forms-output" aria-live="polite">
          <FieldValue field={field} value={props.value} />
        </output>
      ) : (
        (props.input ?? <FieldInput id={id} field={field} value={props.value} onChange={props.onChange} />)
      )}
    </Form.Item>
  );
}
