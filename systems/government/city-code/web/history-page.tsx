/** 亮码记录: every time the code was read, where, and what was told. */
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './code.css';

export default function HistoryPage(): ReactNode {
  const [pages, setPages] = useState(1);
  return (
    <PhonePage title="亮码记录">
      {Array.from({ length: pages }, (_, at) => (
        <OnePage key={at} page={at + 1} last={at + 1 === pages} onMore={() => setPages(pages + 1)} />
      ))}
    </PhonePage>
  );
}

function OnePage(props: {
  readonly page: number;
  readonly last: boolean;
  readonly onMore: () => void;
}): ReactNode {
  const asked = useCall(contract.routes.history, { page: props.page }, { every: 30_000 });
  return (
    <Shown of={asked}>
      {({ rows, more }) => (
        <>
          {rows.length === 0 && props.page === 1 && (
            <PhoneCard>
              <Empty text="还没有人核验过您的码" hint="每一次核验都会记在这里，看到不认识的请立即挂失" />
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
          {more && props.last && (
            <PhoneButton plain onClick={props.onMore}>
              更早的记录
            </PhoneButton>
          )}
        </>
      )}
    </Shown>
  );
}
