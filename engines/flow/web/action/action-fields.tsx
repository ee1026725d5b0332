/** The inputs of an action or verb, drawn from its form; shared by the drawer of one case and of several at once. */
import { Form, Radio } from 'antd';
import type { ComponentType, ReactNode } from 'react';
import { FieldInput, type FieldInputProps } from '../../../../ui/field-input.tsx';
import { RowPicker } from '../../../../ui/form/remote-pickers.tsx';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { useStates } from '../../../forms/web/fill/use-states.ts';
import type { CaseFields } from '../case/case-fields.ts';
import type { Offer } from '../case/use-case.ts';
import type { ActionForm, ActionValues } from './action-form.ts';
import { CandidateSelect } from './candidate-select.tsx';
import { GraphFields } from './graph-fields.tsx';
import { LimitInput } from './limit-input.tsx';
import { OpinionInput } from './opinion-input.tsx';
import { PartsInput } from './parts-input.tsx';

/** Replaces the input of a field in action forms: a system's own picker that knows the case. */
export type ActionInputs = Readonly<
  Record<string, ComponentType<FieldInputProps & { readonly values: Readonly<Record<string, unknown>> }>>
>;

export interface ActionFieldsProps {
  readonly type: string;
  readonly caseId: string;
  readonly offer: Offer;
  readonly form: ActionForm;
  readonly values: ActionValues;
  readonly onChange: (part: Partial<ActionValues>) => void;
  /** Path → what is wrong there. */
  readonly problems: Readonly<Record<string, string>>;
  readonly fields: CaseFields;
  /** Present values of the case. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly inputs?: ActionInputs | undefined;
}

export function ActionFields(props: ActionFieldsProps): ReactNode {
  const { form, values, onChange, offer, problems } = props;
  const candidate = { type: props.type, caseId: props.caseId, action: offer.action, item: offer.item };
  const present = { ...props.row, ...values.values };
  const set = (name: string, value: unknown) => onChange({ values: { ...values.values, [name]: value } });
  const states = useStates(props.type, props.caseId, props.fields, present);
  return (
    <>
      {form.stage && (
        <Item
          label={offer.action === 'verb.jump' ? '跳转到' : '退回到'}
          path="stage"
          required
          problems={problems}
        >
          <Radio.Group
            value={values.stage ?? null}
            onChange={(event) => onChange({ stage: String(event.target.value) })}
            options={offer.stages.map(({ stage, title }) => ({ value: stage, label: title }))}
          />
        </Item>
      )}
      {form.fields.map(({ name, field, required }) => {
        const state = states?.get(name);
        if (state?.shown === false) return null;
        const Input = props.inputs?.[name];
        const given = {
          field,
          value: present[name],
          onChange: (value: unknown) => set(name, value),
          id: `flow-${name}`,
          ...(state?.readOnly ? { disabled: true } : {}),
        };
        return (
          <Item
            key={name}
            label={field.title}
            path={`values.${name}`}
            required={required || state?.required === true}
            problems={problems}
            hint={field.hint}
          >
            {Input ? <Input {...given} values={present} /> : <FieldInput {...given} />}
          </Item>
        );
      })}
      {form.unit !== 'absent' && (
        <Item
          label="承办单位"
          path="unit"
          required={form.unit === 'required'}
          problems={problems}
          hint={form.eitherUnitOrPerson ? '单位和人员至少选一项' : undefined}
        >
          <CandidateSelect
            {...candidate}
            kind="unit"
            id="flow-unit"
            value={values.unit}
            onChange={(unit) => onChange({ unit })}
          />
        </Item>
      )}
      {form.person !== 'absent' && (
        <Item label="办理人" path="person" required={form.person === 'required'} problems={problems}>
          <CandidateSelect
            {...candidate}
            kind="person"
            id="flow-person"
            value={values.person}
            onChange={(person) => onChange({ person })}
          />
        </Item>
      )}
      <GraphFields
        type={props.type}
        caseId={props.caseId}
        offer={offer}
        form={form}
        values={values}
        onChange={onChange}
        problems={problems}
      />
      {form.limit && (
        <Item label="申请时间" path="limit" required problems={problems} hint="从原时限往后顺延，批准后生效">
          <LimitInput id="flow-limit" value={values.limit} onChange={(limit) => onChange({ limit })} />
        </Item>
      )}
      {form.otherCase && (
        <Item
          label="并入案件"
          path="caseId"
          required
          problems={problems}
          hint="本件并入后不再单独办理，结果随所选案件"
        >
          <RowPicker
            id="flow-caseId"
            register={props.type}
            value={values.caseId ?? null}
            onChange={(caseId) => onChange({ caseId })}
          />
        </Item>
      )}
      {form.parts && (
        <Item label="拆成" path="parts" required problems={problems}>
          <PartsInput
            fields={props.fields}
            row={props.row}
            value={values.parts ?? []}
            onChange={(parts) => onChange({ parts })}
          />
        </Item>
      )}
      {form.opinion !== 'absent' && (
        <Item label="意见" path="opinion" required={form.opinion === 'required'} problems={problems}>
          <OpinionInput
            id="flow-opinion"
            value={values.opinion ?? ''}
            onChange={(opinion) => onChange({ opinion })}
          />
        </Item>
      )}
      {form.files !== 'absent' && (
        <Item label="附件" path="files" required={form.files === 'required'} problems={problems}>
          <UploadBox value={values.files ?? []} onChange={(files) => onChange({ files })} />
        </Item>
      )}
    </>
  );
}

function Item(props: {
  readonly label: string;
  readonly path: string;
  readonly required: boolean;
  readonly problems: Readonly<Record<string, string>>;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const problem = props.problems[props.path] ?? props.problems[props.path.replace(/^values\./, '')];
  return (
    <Form.Item
      label={props.label}
      htmlFor={`flow-${props.path.replace(/^values\./, '')}`}
      required={props.required}
      {...(problem ? { validateStatus: 'error' as const, help: problem } : {})}
      {...(props.hint ? { extra: props.hint } : {})}
    >
      {props.children}
    </Form.Item>
  );
}
