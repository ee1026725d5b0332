/** Who has joined and given in a sum, and the applicant's way to begin it anew without waiting for whoever is missing. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { DepartmentName } from '../../../../../ui/field-value.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { RowSection } from './row-section.tsx';

const stages: Readonly<Record<string, readonly [title: string, tone: string]>> = {
  invited: ['待加入', 'yellow'],
  joined: ['已加入', 'blue'],
  given: ['已提交', 'green'],
};

export function Parties({ id, mayRepeat }: { readonly id: string; readonly mayRepeat: boolean }): ReactNode {
  const repeat = useAct(contract.routes.repeatSum);
  return (
    <RowSection
      title="参与部门"
      register="data-operation.contribution"
      where={{ run: id }}
      empty="没有您可见的参与部门"
      extra={
        mayRepeat && (
          <Button size="small" loading={repeat.acting} onClick={() => void repeat.act({ id })}>
            点名缺席，重做一轮
          </Button>
        )
      }
      columns={[
        { title: '部门', render: (_, row) => <DepartmentName id={String(row['party'])} /> },
        { title: '轮次', align: 'end', render: (_, row) => String(row['attempt']) },
        {
          title: '状态',
          render: (_, row) => {
            const [title, tone] = stages[String(row['stage'])] ?? [String(row['stage']), 'grey'];
            return <StatusTag tone={tone}>{title}</StatusTag>;
          },
        },
        {
          title: '提交时间',
          render: (_, row) => (row['actedAt'] === null ? '—' : momentText(String(row['actedAt']))),
        },
      ]}
    />
  );
}
