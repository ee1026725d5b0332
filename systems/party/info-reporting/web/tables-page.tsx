/** 报表库: all tables with their admission, and what the library has saved those who fill. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

export default function TablesPage(): ReactNode {
  const mayDesign = useMay('info-reporting:design');
  return (
    <PageFrame title="报表库" summary="先查重、后准入、再下发；没有准入编号的报表，基层可以拒填">
      <Savings />
      <RegisterList
        register="info-reporting.table"
        to={(id) => `/info-reporting/tables/${id}`}
        toolbar={mayDesign && <LinkButton to="/info-reporting/tables/new">编制报表</LinkButton>}
      />
    </PageFrame>
  );
}

function Savings(): ReactNode {
  const navigate = useNavigate();
  const { data } = useCall(contract.routes.savings, {}, { fresh: 60_000 });
  if (data === undefined) return null;
  return (
    <Tiles minimum={200}>
      <NumberCard title="有效报表" value={data.tables} unit="张" />
      <NumberCard
        title="要过的数据项"
        value={data.asked}
        unit="项"
        onOpen={() => void navigate('/info-reporting/asked')}
      />
      <NumberCard
        title="已掌握、不再要"
        value={data.held}
        unit="项"
        formula="查重结论为“已掌握，预填”的数据项数"
        onOpen={() => void navigate('/info-reporting/asked?f.verdict=held')}
      />
      <NumberCard
        title="基层少填"
        value={data.cells}
        unit="格"
        formula="各次下发的预填列数 × 应填单位数之和"
        onOpen={() => void navigate('/info-reporting/issues')}
      />
    </Tiles>
  );
}
