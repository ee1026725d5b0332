/** Quality by rule: what was checked, what failed, under which indicator of GB/T 36344-2018. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';

interface RuleRow {
  readonly field: string;
  readonly title: string;
  readonly reason: string;
  readonly indicator: string;
  readonly checked: number;
  readonly failed: number;
}

const indicators: Readonly<Record<string, string>> = {
  '0104': '业务规则',
  '0105': '权威参考数据',
  '0201': '数据元素完整性',
  '0202': '数据记录完整性',
  '0301': '内容正确率',
  '0302': '格式合规性',
  '0304': '唯一性',
};

export function RuleTable(props: { readonly rules: readonly RuleRow[] }): ReactNode {
  return (
    <Table<RuleRow>
      rowKey={(rule) => `${rule.field} ${rule.reason}`}
      size="middle"
      dataSource={[...props.rules].toSorted((one, other) => other.failed - one.failed)}
      pagination={{ pageSize: 15, hideOnSinglePage: true }}
      locale={{ emptyText: <Empty text="采集以后才有结果" /> }}
      columns={[
        { title: '字段', render: (_, rule) => rule.title || '整行' },
        { title: '检出问题', dataIndex: 'reason' },
        { title: '评价指标', render: (_, rule) => `${rule.indicator} ${indicators[rule.indicator] ?? ''}` },
        { title: '检查', align: 'end', render: (_, rule) => rule.checked.toLocaleString('zh-CN') },
        { title: '不合格', align: 'end', render: (_, rule) => rule.failed.toLocaleString('zh-CN') },
        {
          title: '合格率',
          align: 'end',
          // Cut, not rounded: only what has no fault shows 100%.
          render: (_, rule) =>
            rule.checked === 0
              ? '—'
              : `${(Math.floor(((rule.checked - rule.failed) / rule.checked) * 10_000 + 1e-9) / 100).toFixed(2)}%`,
        },
      ]}
    />
  );
}
