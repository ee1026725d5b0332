/** What one register holds on me, row by row, and what I may ask of it. */
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { AskForm, type Asking } from './phone/ask-form.tsx';
import { dayText, keptWords } from './phone/kept-words.ts';
import { Verified } from './phone/verified.tsx';
import './protection.css';

type Holding = OutputOf<typeof contract.routes.holding>;

export default function MineRegisterPage(): ReactNode {
  const { register = '' } = useParams();
  const asked = useCall(contract.routes.holding, { register });
  return (
    <PhonePage title={asked.data?.title ?? '登记的信息'}>
      <Verified of={asked}>{(holding) => <Rows holding={holding} />}</Verified>
    </PhonePage>
  );
}

function Rows({ holding }: { readonly holding: Holding }): ReactNode {
  const [asking, setAsking] = useState<{ readonly what: Asking; readonly about: string } | undefined>();
  const { register } = holding;
  if (asking !== undefined)
    return <AskForm asking={asking.what} about={asking.about} onCancel={() => setAsking(undefined)} />;
  return (
    <>
      <PhoneCard>
        <p>{holding.summary}</p>
        <p className="phone-hint">责任部门：{holding.ownerName}</p>
        <p className="phone-hint">{keptWords(holding)}</p>
        <div className="protection-acts">
          <PhoneButton
            plain
            onClick={() => setAsking({ what: { kind: 'explain', register }, about: holding.title })}
          >
            请求说明
          </PhoneButton>
          <PhoneButton
            plain
            onClick={() => setAsking({ what: { kind: 'withdraw', register }, about: holding.title })}
          >
            撤回同意
          </PhoneButton>
        </div>
      </PhoneCard>
      {holding.rows.map((row) => {
        const about = `${holding.title}：${row.title}`;
        const of = { register, row: row.id };
        return (
          <PhoneCard key={row.id}>
            <p className="protection-head">
              <b>{row.title}</b>
              <span className="phone-hint city-number">{dayText(row.at)}</span>
            </p>
            <dl className="protection-facts">
              {row.fields.map((field) => (
                <div key={field.name}>
                  <dt>{field.title}</dt>
                  <dd>{field.value || '空'}</dd>
                </div>
              ))}
              {row.keptUntil && (
                <div>
                  <dt>依法保存至</dt>
                  <dd className="city-number">{dayText(row.keptUntil)}</dd>
                </div>
              )}
            </dl>
            <div className="protection-acts">
              {row.fields.length > 0 && (
                <PhoneButton
                  plain
                  onClick={() => setAsking({ what: { ...of, kind: 'correct', fields: row.fields }, about })}
                >
                  更正
                </PhoneButton>
              )}
              <PhoneButton plain onClick={() => setAsking({ what: { ...of, kind: 'erase' }, about })}>
                删除
              </PhoneButton>
            </div>
          </PhoneCard>
        );
      })}
      {holding.more && <p className="phone-hint">只列出最近的记录，副本里是全部</p>}
    </>
  );
}
