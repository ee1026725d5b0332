/** 我的信息请求: what I asked, of whom, and how it stands. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../../../../ui/empty.tsx';
import { dayText } from './phone/kept-words.ts';
import { PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { type PhonePagePlace, PhonePages } from '../../../../ui/phone/phone-pages.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { StateTag } from './phone/state-tag.tsx';
import { Verified } from './phone/verified.tsx';
import './protection.css';

export default function MyRequestsPage(): ReactNode {
  return (
    <PhonePage title="我的信息请求">
      <PhonePages label="更早的请求">{(place) => <OnePage place={place} />}</PhonePages>
    </PhonePage>
  );
}

function OnePage({ place }: { readonly place: PhonePagePlace }): ReactNode {
  const asked = useCall(contract.routes.myRequests, { page: place.page }, { every: 60_000 });
  return (
    <Verified of={asked}>
      {({ rows, more }) => (
        <>
          {rows.length === 0 && place.page === 1 && (
            <PhoneCard>
              <Empty text="还没有提出过请求" hint="在“我的个人信息”里申请副本、更正或删除" />
            </PhoneCard>
          )}
          {rows.map((row) => (
            <Link
              key={row.id}
              className="phone-card protection-card"
              to={`/data-protection/requests/${row.id}`}
            >
              <p className="protection-head">
                <b>{row.title}</b>
                <StateTag state={row.state} />
              </p>
              <p className="phone-hint">{row.ownerName}</p>
              <p className="phone-hint city-number">
                {row.number} · {dayText(row.openedAt)}
                {row.state === 'open' && row.dueAt && ` · ${dayText(row.dueAt)} 前答复`}
              </p>
            </Link>
          ))}
          {place.further(more)}
        </>
      )}
    </Verified>
  );
}
