/** One request: what a correction should say, and the person's own words. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { PhoneButton, PhoneCard, PhoneField, PhoneInput, PhoneText } from '../../../../../ui/phone/phone.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { getRight, type Right } from '../../data/rights.ts';

export interface Correctable {
  readonly name: string;
  readonly title: string;
  readonly value: string;
}

export interface Asking {
  readonly kind: Right;
  readonly register?: string;
  readonly row?: string;
  readonly fields?: readonly Correctable[];
}

export function AskForm(props: {
  readonly asking: Asking;
  readonly about: string;
  readonly onCancel: () => void;
}): ReactNode {
  const { kind, register, row, fields = [] } = props.asking;
  const right = getRight(kind);
  const navigate = useNavigate();
  const [changes, setChanges] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.ask, {
    onDone: ({ requests }) => {
      tell('success', requests.length > 1 ? `已向 ${requests.length} 个部门提出` : '已提出');
      const [only] = requests;
      void navigate(
        requests.length === 1 && only ? `/data-protection/requests/${only.id}` : '/data-protection/requests',
      );
    },
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value.trim() !== ''));
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    void act({
      kind,
      ...(register === undefined ? {} : { register }),
      ...(row === undefined ? {} : { row }),
      ...(kind === 'correct' ? { changes: given } : {}),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
  }
  return (
    <form onSubmit={send} noValidate aria-label={`${right.name}申请`}>
      <PhoneCard title={`申请${right.name}`}>
        <p>{props.about}</p>
        <p className="phone-hint protection-hint">
          {right.hint}（个人信息保护法{right.clause}）
        </p>
        {kind === 'correct' &&
          fields.map((field) => (
            <PhoneField
              key={field.name}
              label={`${field.title}更正为`}
              hint={`现登记：${field.value || '空'}`}
            >
              <PhoneInput
                value={changes[field.name] ?? ''}
                maxLength={200}
                onChange={(value) => setChanges((old) => ({ ...old, [field.name]: value }))}
              />
            </PhoneField>
          ))}
        <PhoneField label="说明（可不填）" hint="请不要填写他人的信息">
          <PhoneText value={reason} maxLength={500} onChange={setReason} />
        </PhoneField>
        {why && (
          <p className="phone-error" role="alert">
            {why}
          </p>
        )}
        <div className="protection-acts">
          <PhoneButton plain onClick={props.onCancel}>
            取消
          </PhoneButton>
          <PhoneButton submit disabled={acting}>
            提交申请
          </PhoneButton>
        </div>
      </PhoneCard>
    </form>
  );
}
