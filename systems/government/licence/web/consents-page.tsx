/** 用证授权: which departments ask for which licence and why; the holder agrees to each content by itself, refuses, or takes it back. */
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhoneField, PhonePage, PhoneSelect } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Tellable } from '../data/licence-types.ts';
import './licence.css';

type Consent = OutputOf<typeof contract.routes.consents>['rows'][number];

const tones: Readonly<Record<string, 'yellow' | 'green' | 'red' | 'grey'>> = {
  asked: 'yellow',
  given: 'green',
  refused: 'red',
  withdrawn: 'grey',
};

export default function ConsentsPage(): ReactNode {
  const asked = useCall(contract.routes.consents, {}, { every: 30_000 });
  return (
    <PhonePage title="用证授权">
      <Shown of={asked}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <PhoneCard>
                <Empty text="没有部门申请用您的证照" hint="有申请时会发消息给您，不同意就没有人能看" />
              </PhoneCard>
            )}
            {rows.map((row) => (
              <One key={row.id} consent={row} />
            ))}
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function One({ consent }: { readonly consent: Consent }): ReactNode {
  const withdraw = useAct(contract.routes.withdraw, { onDone: () => tell('success', '已撤回') });
  return (
    <PhoneCard>
      <p className="licence-card-head">
        <b>{consent.user}</b>
        <StatusTag tone={tones[consent.status] ?? 'grey'}>{consent.statusName}</StatusTag>
      </p>
      <p>申请使用：{consent.licenceName}</p>
      <p>事由：{consent.purpose}</p>
      <p className="phone-hint city-number">{momentText(consent.at)}</p>
      {consent.status === 'asked' && <Answer consent={consent} />}
      {consent.status === 'given' && (
        <>
          <p className="phone-hint">授权到 {consent.until === null ? '' : momentText(consent.until)}</p>
          <PhoneButton plain disabled={withdraw.acting} onClick={() => void withdraw.act({ id: consent.id })}>
            撤回授权
          </PhoneButton>
        </>
      )}
    </PhoneCard>
  );
}

const spans = [
  { value: '1', label: '1 天' },
  { value: '7', label: '7 天' },
  { value: '30', label: '30 天' },
];

function Answer({ consent }: { readonly consent: Consent }): ReactNode {
  const [chosen, setChosen] = useState(() => new Set(consent.fields.map(({ field }) => field)));
  const [days, setDays] = useState('7');
  const { act, acting } = useAct(contract.routes.answer, { onDone: () => tell('success', '已答复') });
  function toggle(field: string): void {
    const next = new Set(chosen);
    if (!next.delete(field)) next.add(field);
    setChosen(next);
  }
  const send = (agree: boolean) =>
    void act({ id: consent.id, agree, fields: [...chosen] as Tellable[], days: Number(days) || 1 });
  return (
    <>
      <fieldset className="licence-choose">
        <legend>同意给它看的内容</legend>
        {consent.fields.map(({ field, title }) => (
          <label key={field}>
            <input type="checkbox" checked={chosen.has(field)} onChange={() => toggle(field)} />
            {title}
          </label>
        ))}
      </fieldset>
      <PhoneField label="同意到什么时候">
        <PhoneSelect value={days} onChange={setDays} options={spans} />
      </PhoneField>
      <div className="licence-answers">
        <PhoneButton disabled={acting || chosen.size === 0} onClick={() => send(true)}>
          同意
        </PhoneButton>
        <PhoneButton plain disabled={acting} onClick={() => send(false)}>
          不同意
        </PhoneButton>
      </div>
    </>
  );
}
