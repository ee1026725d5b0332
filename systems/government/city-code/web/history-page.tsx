/** 亮码记录: every time the code was read, where, and what was told. */
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { type PhonePagePlace, PhonePages } from '../../../../ui/phone/phone-pages.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { Choices, whoseCodes } from './phone/choices.tsx';
import './code.css';

export default function HistoryPage(): ReactNode {
  const [member, setMember] = useState('');
  const family = useCall(contract.routes.own, {}).data?.family ?? [];
  return (
    <PhonePage title="亮码记录">
      {family.length > 0 && (
        <Choices label="谁的记录" value={member} options={whoseCodes(family)} onChoose={setMember} />
      )}
      <PhonePages key={member} label="更早的记录">
        {(place) => <OnePage place={place} member={member} />}
      </PhonePages>
    </PhonePage>
  );
}

function OnePage({ place, member }: { readonly place: PhonePagePlace; readonly member: string }): ReactNode {
  const asked = useCall(
    contract.routes.history,
    { page: place.page, ...(member === '' ? {} : { member }) },
    { every: 30_000 },
  );
  return (
    <Shown of={asked}>
      {({ rows, more, events }) => (
        <>
          {rows.length === 0 && place.page === 1 && (
            <PhoneCard>
              <Empty
                text={member === '' ? '还没有人核验过您的码' : '还没有人核验过这个码'}
                hint="每一次核验都会记在这里，看到不认识的请立即挂失"
              />
            </PhoneCard>
          )}
          {rows.map((row) => (
            <PhoneCard key={row.id}>
              <p className="code-record">
                <b>{row.scene}</b>
                <span className="city-number">{momentText(row.at)}</span>
              </p>
              <p className="phone-hint">
                {row.place} · {row.way}
              </p>
              {row.told.length > 0 && <p className="phone-hint">{row.told.join('；')}</p>}
            </PhoneCard>
          ))}
          {place.further(more)}
          {events.length > 0 && (
            <PhoneCard title="这个码的来历">
              <ul className="code-list">
                {events.map(({ at, title }) => (
                  <li key={at}>
                    {title}
                    <span className="city-number">{momentText(at)}</span>
                  </li>
                ))}
              </ul>
            </PhoneCard>
          )}
        </>
      )}
    </Shown>
  );
}
