/** Inputs that only cases of graphs ask for: several people, where added signers stand, how a return comes back, whom to take off, a signature. */
import { Form, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { Offer } from '../case/use-case.ts';
import type { ActionForm, ActionValues } from './action-form.ts';
import { PeopleSelect } from './people-select.tsx';
import { SignaturePad } from './signature-pad.tsx';

export interface GraphFieldsProps {
  readonly type: string;
  readonly caseId: string;
  readonly offer: Offer;
  readonly form: ActionForm;
  readonly values: ActionValues;
  readonly onChange: (part: Partial<ActionValues>) => void;
  readonly problems: Readonly<Record<string, string>>;
}

const positions = [
  { value: 'before', label: '前加签：先听他们的意见，再由我办' },
  { value: 'parallel', label: '并加签：与我一起办' },
  { value: 'after', label: '后加签：我办完后由他们办' },
];

const modes = [
  { value: 'through', label: '重新走：改好后逐环节再办' },
  { value: 'straight', label: '退回补正：改好后直接交回给我' },
];

export function GraphFields(props: GraphFieldsProps): ReactNode {
  const { form, values, onChange, offer, problems } = props;
  return (
    <>
      {form.people && (
        <Asked label="人员" path="target.people" of="flow-people" problems={problems} required>
          <PeopleSelect
            type={props.type}
            caseId={props.caseId}
            action={offer.action}
            item={offer.item}
            id="flow-people"
            value={values.people ?? []}
            onChange={(people) => onChange({ people })}
          />
        </Asked>
      )}
      {form.position && (
        <Asked label="加签方式" path="target.position" problems={problems} required>
          <Radio.Group
            className="flow-radios"
            value={values.position ?? 'parallel'}
            onChange={(event) => onChange({ position: event.target.value as ActionValues['position'] })}
            options={positions}
          />
        </Asked>
      )}
      {form.mode && (
        <Asked label="退回后" path="target.mode" problems={problems} required>
          <Radio.Group
            className="flow-radios"
            value={values.mode ?? 'through'}
            onChange={(event) => onChange({ mode: event.target.value as ActionValues['mode'] })}
            options={modes}
          />
        </Asked>
      )}
      {form.signer && (
        <Asked label="减去" path="target.item" problems={problems} required>
          <Radio.Group
            className="flow-radios"
            value={values.signer ?? null}
            onChange={(event) => onChange({ signer: String(event.target.value) })}
            options={(offer.signers ?? []).map(({ item, name }) => ({
              value: item,
              label: name || '有权限的人员',
            }))}
          />
        </Asked>
      )}
      {form.signature && (
        <Asked label="手写签名" path="signature" problems={problems} required>
          <SignaturePad value={values.signature} onChange={(signature) => onChange({ signature })} />
        </Asked>
      )}
    </>
  );
}

function Asked(props: {
  readonly label: string;
  readonly path: string;
  readonly required: boolean;
  readonly problems: Readonly<Record<string, string>>;
  readonly hint?: string;
  /** Id of the input that the label names, where there is one. */
  readonly of?: string;
  readonly children: ReactNode;
}): ReactNode {
  const problem = props.problems[props.path];
  return (
    <Form.Item
      label={props.label}
      required={props.required}
      {...(props.of === undefined ? {} : { htmlFor: props.of })}
      {...(problem ? { validateStatus: 'error' as const, help: problem } : {})}
      {...(props.hint ? { extra: props.hint } : {})}
    >
      {props.children}
    </Form.Item>
  );
}
