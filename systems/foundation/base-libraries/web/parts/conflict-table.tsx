/** What the sources say where they disagree, and the doubt that goes to the one whose value does not count. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { askReason } from '../../../../../ui/confirm-danger.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RecordReply } from '../../routes/record-routes.ts';
import { CellText } from './cell.tsx';

type Said = RecordReply['conflicts'][number]['given'][number] & {
  readonly field: string;
  readonly first: number;
};

export function ConflictTable(props: { readonly code: string; readonly record: RecordReply }): ReactNode {
  const { code, record } = props;
  const doubt = useAct(contract.routes.doubt, {
    onDone: ({ number }) => tell('success', `已转来源部门核实，编号 ${number}`),
  });
  const decide = useAct(contract.routes.decideValue, {
    onDone: () => tell('success', '已裁定，正在重新建库'),
  });
  const said: readonly Said[] = record.conflicts.flatMap(({ field, given }) =>
    given.map((each, index) => ({ ...each, field, first: index === 0 ? given.length : 0 })),
  );
  const field = (name: string) => record.fields.find((each) => each.name === name)?.title ?? name;
  const source = (id: string) => record.sources.find((each) => each.source === id);
  async function ask(row: Said): Promise<void> {
    const reason = await askReason({
      title: `请${source(row.source)?.departmentName ?? '来源部门'}核实${field(row.field)}`,
      hint: '作为数据疑义限时核实；不要写个人信息。',
      placeholder: '疑义和依据',
      okText: '转疑义校核',
    });
    if (reason !== undefined)
      await doubt.act({ code, id: record.id, field: row.field, source: row.source, reason });
  }
  async function settle(row: Said): Promise<void> {
    const reason = await askReason({
      title: `${field(row.field)}以“${source(row.source)?.title ?? row.source}”为准`,
      hint: '以后每次建库照此取值，直到这个来源改了说法；不要写个人信息。',
      placeholder: '依据',
      okText: '以它为准',
    });
    if (reason !== undefined)
      await decide.act({ code, id: record.id, field: row.field, source: row.source, reason });
  }
  return (
    <Section title="各来源不一致的项" flush>
      <Table<Said>
        rowKey={(row) => `${row.field} ${row.source}`}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...said]}
        columns={[
          {
            title: '信息项',
            render: (_, row) => field(row.field),
            onCell: (row) => ({ rowSpan: row.first }),
          },
          { title: '来源', render: (_, row) => source(row.source)?.title ?? row.source },
          { title: '责任部门', render: (_, row) => source(row.source)?.departmentName ?? '' },
          { title: '值', render: (_, row) => <CellText field={row.field} value={row.value} /> },
          { title: '来源时间', render: (_, row) => row.at?.slice(0, 10) ?? '—' },
          {
            title: '采用',
            render: (_, row) => (row.counts ? <StatusTag tone="green">采用</StatusTag> : ''),
          },
          {
            title: '裁定',
            render: (_, row) =>
              record.mayDecide &&
              row.value !== null && (
                <Button size="small" disabled={decide.acting} onClick={() => void settle(row)}>
                  以它为准
                </Button>
              ),
          },
          {
            title: '疑义',
            render: (_, row) => {
              if (row.doubt !== null)
                return (
                  <Link to={`/flow/cases/data-quality.dispute/${row.doubt.id}`}>{row.doubt.number}</Link>
                );
              return (
                record.mayDoubt &&
                !row.counts && (
                  <Button size="small" disabled={doubt.acting} onClick={() => void ask(row)}>
                    转疑义校核
                  </Button>
                )
              );
            },
          },
        ]}
      />
    </Section>
  );
}
