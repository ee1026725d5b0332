/** 采集任务: the engine's case page with what was known and what is left, and the way to the households. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail } from '../../../../../engines/flow/web/case/case-detail.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { type Cut, FindingTable } from './finding-table.tsx';

const groups = [
  {
    title: '任务',
    fields: [
      'department',
      'caseArea',
      'fields',
      'basis',
      'purpose',
      'dueOn',
      'households',
      'cells',
      'known',
      'left',
    ],
  },
];

export default function RequestPage(): ReactNode {
  const { id = '' } = useParams();
  const mayRows = useMay('village-data:read-load');
  return (
    <CaseDetail
      type="village-data.request"
      id={id}
      groups={groups}
      extra={(detail) => {
        if (detail.row?.['outcome'] !== 'issued' || !mayRows) return null;
        return (
          <Link to={`/registers/village-data.task/rows?f.request=${id}`}>
            <Button tabIndex={-1}>逐户进度</Button>
          </Link>
        );
      }}
      sections={[
        {
          title: '查重结果',
          render: ({ row }) => {
            const cut = row as Partial<Cut> | undefined;
            if (!Array.isArray(cut?.findings)) return null;
            const { households = 0, cells = 0, known = 0, left = 0, findings } = cut;
            return <FindingTable cut={{ households, cells, known, left, findings }} />;
          },
        },
      ]}
      pathOf={(other) => `/village-data/requests/${other}`}
    />
  );
}
