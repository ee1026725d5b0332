/** 报表: its way into the library, columns and checks, what was found about its asks, and the issues that were sent out. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import registers from '../../../../engines/registers/contract.ts';
import type { CaseDetail as Detail } from '../../../../engines/flow/contract.ts';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import type { Finding } from '../table/compare-asks.ts';
import { TableBody } from '../table/column.ts';
import { CheckList, ColumnTable } from './parts/column-table.tsx';
import { FindingList } from './parts/finding-list.tsx';
import { IssueDrawer } from './parts/issue-drawer.tsx';
import './reporting.css';

const groups = [
  {
    title: '报表',
    fields: ['admission', 'owner', 'level', 'cycle', 'basis', 'purpose', 'validFrom', 'validTo'],
  },
];

function bodyOf(detail: Detail): TableBody | undefined {
  const row = detail.row ?? {};
  const read = TableBody.safeParse({
    columns: row['columns'],
    checks: row['checks'] ?? [],
    uses: row['uses'] ?? [],
  });
  return read.success ? read.data : undefined;
}

const sections: readonly ExtraSection[] = [
  {
    title: '表列',
    render: (detail) => {
      const body = bodyOf(detail);
      return body === undefined ? null : <ColumnTable columns={body.columns} />;
    },
  },
  {
    title: '校验规则',
    render: (detail) => {
      const body = bodyOf(detail);
      return body === undefined ? null : <CheckList checks={body.checks} />;
    },
  },
  {
    title: '查重结果',
    render: (detail) => {
      const findings = detail.row?.['findings'];
      return Array.isArray(findings) ? <FindingList findings={findings as readonly Finding[]} /> : null;
    },
  },
  { title: '下发情况', render: (detail) => <Issues table={detail.id} /> },
];

function Issues({ table }: { readonly table: string }): ReactNode {
  const asked = useCall(registers.routes.list, {
    register: 'info-reporting.issue',
    where: JSON.stringify({ table }),
    size: 50,
  });
  const rows = asked.data?.rows ?? [];
  if (rows.length === 0) return <p className="city-muted">还没有下发过</p>;
  return (
    <ul className="report-findings">
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={`/info-reporting/issues/${row.id}`}>{String(row['title'])}</Link>
          <span className="city-muted">
            数据时点 {String(row['asOf'])} · {String(row['expected'])} 个单位
          </span>
        </li>
      ))}
    </ul>
  );
}

export default function TablePage(): ReactNode {
  const { id = '' } = useParams();
  const mayIssue = useMay('info-reporting:issue');
  const [issuing, setIssuing] = useState(false);
  return (
    <CaseDetail
      type="info-reporting.table"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/info-reporting/tables/${other}`}
      extra={(detail) => (
        <>
          {detail.offers.some(({ action }) => action === 'save') && (
            <Link to={`/info-reporting/tables/${id}/edit`}>
              <Button tabIndex={-1}>改表</Button>
            </Link>
          )}
          {mayIssue && detail.row?.['outcome'] === 'admitted' && (
            <Button type="primary" onClick={() => setIssuing(true)}>
              下发填报
            </Button>
          )}
          {issuing && (
            <IssueDrawer
              table={id}
              title={String(detail.row?.['title'] ?? '')}
              onClose={() => setIssuing(false)}
            />
          )}
        </>
      )}
    />
  );
}
