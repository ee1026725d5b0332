/** The form by which an official registers a case at the desk, from the declared fields of its type. */
import { Alert, Button, Form } from 'antd';
import { type ComponentType, type ReactNode, useState } from 'react';
import { type CallError } from '../../../../ui/call.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { FieldInput, type FieldInputProps } from '../../../../ui/field-input.tsx';
import { sentenceOf } from '../../../../ui/query-client.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type Receipt } from '../../contract.ts';
import { type CaseFields, isFilled, openingFields } from '../case/case-fields.ts';
import { useCaseType } from '../case/use-case.ts';
import { forgetOpening, keepOpening, type OpeningDraft, readOpening } from './opening-draft.ts';
import '../flow.css';

export type OpeningValues = Readonly<Record<string, unknown>>;

export interface OpenCaseFormProps {
  /** '<contract id>.<case key>' */
  readonly type: string;
  /** Fields in their order; default every field that a person may fill in. */
  readonly only?: readonly string[];
  /** Values to begin with. */
  readonly start?: OpeningValues;
  /** One of the process's start stages; default its first. */
  readonly stage?: string;
  readonly inputs?: Readonly<
    Record<string, ComponentType<FieldInputProps & { readonly values: OpeningValues }>>
  >;
  /** Declared fields; default: as the registers describe them. */
  readonly fields?: CaseFields;
  /** Stands above the form: duplicates nearby, the standard that applies … */
  readonly extra?: (values: OpeningValues, change: (part: OpeningValues) => void) => ReactNode;
  readonly onOpened: (receipt: Receipt) => void;
  readonly onCancel?: () => void;
}

export function OpenCaseForm(props: OpenCaseFormProps): ReactNode {
  const described = useCaseType(props.type);
  if (!props.fields && !described.settled) return <Loading rows={8} />;
  return <OpeningForm {...props} fields={props.fields ?? described.type?.fields ?? {}} />;
}

const wide = new Set(['long-text', 'files', 'point', 'codes']);

function OpeningForm(props: OpenCaseFormProps & { readonly fields: CaseFields }): ReactNode {
  const { type, fields } = props;
  const [draft, setDraft] = useState<OpeningDraft>(() => readOpening(type, props.start ?? {}));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const names = (props.only ?? openingFields(fields)).filter((name) => fields[name] !== undefined);
  const { act, acting } = useAct(contract.routes.open, {
    onDone: (receipt) => {
      forgetOpening(type);
      tell('success', `已登记，编号 ${receipt.number}`);
      props.onOpened(receipt);
    },
    onRefused: (error) => {
      setRefusal(error);
      setProblems(
        Object.fromEntries(error.problems.map((one) => [one.path.replace(/^values\./, ''), one.message])),
      );
    },
  });

  function change(part: OpeningValues): void {
    const next = { ...draft, values: { ...draft.values, ...part } };
    setDraft(next);
    keepOpening(type, next);
    setProblems((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in part))));
  }
  async function submit(): Promise<void> {
    const missing = Object.fromEntries(
      names.flatMap((name) =>
        fields[name]?.required && !isFilled(draft.values[name])
          ? [[name, `请填写${fields[name].title}`]]
          : [],
      ),
    );
    setProblems(missing);
    setRefusal(undefined);
    if (Object.keys(missing).length > 0)
      return document.getElementById(`open-${Object.keys(missing)[0]}`)?.focus();
    const values = Object.fromEntries(
      names.filter((name) => isFilled(draft.values[name])).map((name) => [name, draft.values[name]]),
    );
    await act({ type, id: draft.id, values, ...(props.stage ? { stage: props.stage } : {}) });
  }

  return (
    <Form layout="vertical" requiredMark onSubmitCapture={(event) => event.preventDefault()}>
      {refusal && <Alert type="error" showIcon title={sentenceOf(refusal)} style={{ marginBottom: 16 }} />}
      {props.extra?.(draft.values, change)}
      <div className="city-form-grid">
        {names.map((name) => {
          const field = fields[name];
          if (!field) return null;
          const Input = props.inputs?.[name];
          const given = {
            field,
            value: draft.values[name],
            onChange: (value: unknown) => change({ [name]: value }),
            id: `open-${name}`,
          };
          const problem = problems[name];
          return (
            <div key={name} className={wide.has(field.type) ? 'is-wide' : ''}>
              <Form.Item
                label={field.title}
                htmlFor={`open-${name}`}
                required={field.required === true}
                {...(field.hint ? { extra: field.hint } : {})}
                {...(problem ? { validateStatus: 'error' as const, help: problem } : {})}
              >
                {Input ? <Input {...given} values={draft.values} /> : <FieldInput {...given} />}
              </Form.Item>
            </div>
          );
        })}
      </div>
      <div className="flow-drawer-footer">
        {props.onCancel && <Button onClick={props.onCancel}>取消</Button>}
        <Button type="primary" loading={acting} onClick={() => void submit()}>
          登记
        </Button>
      </div>
    </Form>
  );
}
