/** The form by which an official registers a case at the desk, from the declared fields of its type. */
import { Alert, Button, Form } from 'antd';
import { type ComponentType, type ReactNode, useEffect, useMemo, useState } from 'react';
import { type CallError } from '../../../../ui/call.ts';
import { Loading } from '../../../../ui/empty.tsx';
import type { FieldInputProps } from '../../../../ui/field-input.tsx';
import { sentenceOf } from '../../../../ui/query-client.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import type { FormModel } from '../../../forms/service.ts';
import { FormField } from '../../../forms/web/fill/form-field.tsx';
import { FormLayout } from '../../../forms/web/fill/form-layout.tsx';
import {
  missingOn,
  modelOr,
  sendable,
  startOf,
  useConclusion,
  useForm,
  useSetting,
} from '../../../forms/web/fill/form-setting.ts';
import { DraftFound, DraftKept, useKeptDraft } from '../../../forms/web/fill/use-kept-draft.tsx';
import { usePrefill } from '../../../forms/web/fill/use-prefill.ts';
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
  /** Default 登记. */
  readonly submitText?: string;
}

const nothing: CaseFields = {};

export function OpenCaseForm(props: OpenCaseFormProps): ReactNode {
  const described = useCaseType(props.type);
  const designed = useForm(props.type);
  const { only } = props;
  const fields = props.fields ?? described.type?.fields ?? nothing;
  const held = designed.model;
  const model = useMemo(
    () => modelOr(held, fields, only ?? (held === null ? openingFields(fields) : undefined)),
    [held, fields, only],
  );
  if ((!props.fields && !described.settled) || !designed.settled) return <Loading rows={8} />;
  return <OpeningForm {...props} fields={fields} model={model} designed={designed.model !== null} />;
}

function OpeningForm(
  props: OpenCaseFormProps & {
    readonly fields: CaseFields;
    readonly model: FormModel;
    readonly designed: boolean;
  },
): ReactNode {
  const { type, fields, model } = props;
  const setting = useSetting(model, fields);
  const [draft, setDraft] = useState<OpeningDraft>(() =>
    readOpening(type, { ...startOf(setting), ...props.start }),
  );
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const conclusion = useConclusion(setting, draft.values);
  const keeper = useKeptDraft(type);
  const sources = usePrefill(type, props.designed ? model : null, draft.values, fill);
  const { found } = keeper;
  useEffect(() => {
    if (found) setDraft((old) => ({ ...old, values: { ...old.values, ...found.values } }));
  }, [found]);
  const { act, acting } = useAct(contract.routes.open, {
    onDone: (receipt) => {
      forgetOpening(type);
      keeper.drop();
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

  /** What came by itself is no work of the person's and makes no draft. */
  function fill(part: OpeningValues): void {
    setDraft((old) => ({ ...old, values: { ...old.values, ...part } }));
  }
  function change(part: OpeningValues): void {
    const next = { ...draft, values: { ...draft.values, ...part } };
    setDraft(next);
    keepOpening(type, next);
    keeper.keep(sendable(conclusion, next.values));
    setProblems((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in part))));
  }
  async function submit(): Promise<void> {
    const missing = missingOn(setting, conclusion);
    setProblems(missing);
    setRefusal(undefined);
    if (Object.keys(missing).length > 0)
      return document.getElementById(`open-${Object.keys(missing)[0]}`)?.focus();
    const values = Object.fromEntries(
      Object.entries(sendable(conclusion, draft.values)).filter(
        ([name, value]) => conclusion.states.has(name) && isFilled(value),
      ),
    );
    await act({ type, id: draft.id, values, ...(props.stage ? { stage: props.stage } : {}) });
  }

  return (
    <Form layout="vertical" requiredMark onSubmitCapture={(event) => event.preventDefault()}>
      {refusal && <Alert type="error" showIcon title={sentenceOf(refusal)} style={{ marginBottom: 16 }} />}
      {props.extra?.(draft.values, change)}
      {found && (
        <DraftFound
          draft={found}
          onDiscard={() => {
            keeper.drop();
            forgetOpening(type);
            setDraft(readOpening(type, { ...startOf(setting), ...props.start }));
          }}
        />
      )}
      <FormLayout
        model={model}
        fields={fields}
        conclusion={conclusion}
        sources={sources}
        render={(place) => {
          const { name, field } = place;
          const Input = props.inputs?.[name];
          const onChange = (value: unknown) => change({ [name]: value });
          const value = conclusion.values[name];
          return (
            <FormField
              place={place}
              prefix="open-"
              value={value}
              onChange={onChange}
              problem={problems[name]}
              input={
                Input && (
                  <Input
                    field={field}
                    value={value}
                    onChange={onChange}
                    id={`open-${name}`}
                    values={draft.values}
                  />
                )
              }
            />
          );
        }}
      />
      <div className="flow-drawer-footer">
        <DraftKept kept={keeper.kept} />
        {props.onCancel && <Button onClick={props.onCancel}>取消</Button>}
        <Button type="primary" loading={acting} onClick={() => void submit()}>
          {props.submitText ?? '登记'}
        </Button>
      </div>
    </Form>
  );
}
