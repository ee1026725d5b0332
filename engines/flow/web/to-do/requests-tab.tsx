/** 待审定: disputes, delays and suspensions that wait for this person's decision. */
import { type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { formatTimeLimit } from '../../../../kernel/working-time.ts';
import { call } from '../../../../ui/call.ts';
import { type QueryColumn, QueryTable } from '../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import contract, { type Request } from '../../contract.ts';
import { countSoFar } from './count-so-far.ts';
import { caseColumns, shownMoment } from './list-columns.tsx';
import type { WorkTabProps } from './to-do-tab.tsx';

export function RequestsTab(props: WorkTabProps): ReactNode {
  const { pathOf } = props;
  const navigate = useNavigate();
  const columns = useMemo(() => requestColumns(pathOf), [pathOf]);
  return (
    <QueryTable<Request>
      id="flow.requests"
      columns={columns}
      load={async (state, signal) => {
        const size = Math.min(state.size, 100);
        const reply = await call(
          contract.routes.requests,
          { page: state.page, size, type: state.where['type'] ?? '' },
          { signal },
        );
        return { rows: reply.rows, total: countSoFar(state.page, size, reply.rows.length, reply.more) };
      }}
      onOpen={(request) => void navigate(pathOf(request.type, request.caseId))}
      emptyText="没有等待审定的申请"
    />
  );
}

function requestColumns(pathOf: WorkTabProps['pathOf']): readonly QueryColumn<Request>[] {
  return [
    {
      key: 'kindTitle',
      title: '申请',
      width: 150,
      render: (one) => <StatusTag tone="yellow">{one.kindTitle}</StatusTag>,
    },
    ...caseColumns<Request>(pathOf, 320),
    {
      key: 'reason',
      title: '理由',
      width: 320,
      render: (one) => <span className="flow-title">{one.reason}</span>,
    },
    {
      key: 'limit',
      title: '申请时间',
      width: 110,
      render: (one) => (one.limit ? formatTimeLimit(one.limit) : '—'),
    },
    { key: 'unitName', title: '提出单位', width: 150 },
    { key: 'askedName', title: '提出人', width: 100 },
    {
      key: 'askedAt',
      title: '提出时间',
      width: 150,
      render: (one) => shownMoment(one.askedAt),
    },
  ];
}
