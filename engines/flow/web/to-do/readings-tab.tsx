/** 待阅: cases that were copied or circulated to this person, the newest first. */
import { type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../../ui/call.ts';
import { type QueryColumn, QueryTable } from '../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import contract, { type Reading } from '../../contract.ts';
import { countSoFar } from './count-so-far.ts';
import { caseColumns, shownMoment } from './list-columns.tsx';
import type { WorkTabProps } from './to-do-tab.tsx';

export function ReadingsTab(props: WorkTabProps): ReactNode {
  const { pathOf } = props;
  const navigate = useNavigate();
  const columns = useMemo(() => readingColumns(pathOf), [pathOf]);
  return (
    <QueryTable<Reading & { readonly id: string }>
      id="flow.readings"
      columns={columns}
      load={async (state, signal) => {
        const size = Math.min(state.size, 100);
        const reply = await call(contract.routes.readings, { page: state.page, size }, { signal });
        const rows = reply.rows.map((row) => ({ ...row, id: row.caseId }));
        return { rows, total: countSoFar(state.page, size, rows.length, reply.more) };
      }}
      onOpen={(reading) => void navigate(pathOf(reading.type, reading.caseId))}
      emptyText="没有抄送或传阅给您的案件"
    />
  );
}

function readingColumns(
  pathOf: WorkTabProps['pathOf'],
): readonly QueryColumn<Reading & { readonly id: string }>[] {
  return [
    {
      key: 'readAt',
      title: '状态',
      width: 90,
      render: (one) => (
        <StatusTag tone={one.readAt === null ? 'yellow' : 'green'}>
          {one.readAt === null ? '未阅' : '已阅'}
        </StatusTag>
      ),
    },
    ...caseColumns<Reading & { readonly id: string }>(pathOf, 360),
    { key: 'typeTitle', title: '类型', width: 140 },
    {
      key: 'kind',
      title: '方式',
      width: 80,
      render: (one) => (one.kind === 'copy' ? '抄送' : '传阅'),
    },
    { key: 'sentName', title: '发送人', width: 110 },
    {
      key: 'sentAt',
      title: '发送时间',
      width: 150,
      render: (one) => shownMoment(one.sentAt),
    },
  ];
}
