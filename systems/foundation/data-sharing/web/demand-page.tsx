/** 数据需求办理: the engine's case page, with entries that may meet the need beside the steps. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useDepartments } from '../../../../ui/sources.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Suggestion } from '../demand-routes.ts';

const groups = [
  { title: '需求', fields: ['title', 'content', 'basis', 'purpose', 'consumer'] },
  {
    title: '供给',
    fields: [
      'provider',
      'resource',
      'application',
      'fieldNames',
      'rowConditions',
      'callsPerDay',
      'until',
      'request',
    ],
  },
  { title: '反馈', fields: ['score', 'feedback'] },
];

const shareTypes: Readonly<Record<string, string>> = {
  '1': '无条件共享',
  '2': '有条件共享',
  '3': '不予共享',
};

export default function DemandPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="data-sharing.demand"
      id={id}
      groups={groups}
      sections={[{ title: '匹配建议', render: () => <Suggestions id={id} /> }]}
    />
  );
}

function Suggestions(props: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.suggestions, { id: props.id });
  const departments = useDepartments();
  return (
    <Shown of={asked} rows={3}>
      {({ entries }) => (
        <Table<Suggestion>
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={[...entries]}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty text="目录里没有含这些词的资源" /> }}
          columns={[
            {
              title: '目录',
              render: (_, one) => <Link to={`/data-catalogue/resources/${one.id}`}>{one.name}</Link>,
            },
            {
              title: '提供方',
              render: (_, one) => departments.find(({ id }) => id === one.provider)?.name ?? one.provider,
            },
            { title: '共享类型', render: (_, one) => shareTypes[one.shareType] ?? one.shareType },
            {
              title: '挂接',
              render: (_, one) => (
                <StatusTag tone={one.mounted ? 'green' : 'grey'}>
                  {one.mounted ? '已挂接' : '未挂接'}
                </StatusTag>
              ),
            },
            { title: '相同的词', render: (_, one) => one.words.join('、') },
          ]}
        />
      )}
    </Shown>
  );
}
