/** 查重结果: of each wanted field, how much is known, how much is left to ask, and why. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { numberText } from '../../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { Finding } from '../../routes/department-routes.ts';
import '../village.css';

const verdicts: Readonly<
  Record<Finding['verdict'], { title: string; tone: 'green' | 'yellow' | 'blue' | 'grey' }>
> = {
  known: { title: '已掌握', tone: 'green' },
  owned: { title: '部门维护', tone: 'green' },
  held: { title: '别处已有', tone: 'green' },
  partly: { title: '只采差异', tone: 'yellow' },
  new: { title: '全部要采', tone: 'blue' },
};

export interface Cut {
  readonly households: number;
  readonly cells: number;
  readonly known: number;
  readonly left: number;
  readonly findings: readonly Finding[];
}

export function FindingTable({ cut }: { readonly cut: Cut }): ReactNode {
  return (
    <>
      <p className="village-cut" role="status">
        <span>
          {numberText(cut.households)} 户，{numberText(cut.cells)} 项
        </span>
        <span>
          已掌握不再要 <b>{numberText(cut.known)}</b> 项（
          {cut.cells === 0 ? '—' : `${numberText(cut.known / cut.cells, '%')}%`}）
        </span>
        <span>
          真正要采集 <b>{numberText(cut.left)}</b> 项
        </span>
      </p>
      <Table<Finding>
        size="small"
        rowKey="field"
        pagination={false}
        scroll={{ x: 640 }}
        dataSource={[...cut.findings]}
        columns={[
          { title: '字段', dataIndex: 'title', width: 120 },
          {
            title: '结论',
            width: 96,
            render: (_, { verdict }) => (
              <StatusTag tone={verdicts[verdict].tone}>{verdicts[verdict].title}</StatusTag>
            ),
          },
          { title: '共', dataIndex: 'cells', align: 'right', width: 72 },
          { title: '已掌握', dataIndex: 'known', align: 'right', width: 80 },
          { title: '要采集', dataIndex: 'left', align: 'right', width: 80 },
          { title: '说明', dataIndex: 'reason' },
        ]}
      />
    </>
  );
}
