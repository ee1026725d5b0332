/** Two versions of a rule side by side: what was added, taken away, changed and moved. */
import { Select, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Empty, Shown } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag, type Tone } from '../../../ui/status-tag.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract, { type RuleInfo, type VersionInfo } from '../contract.ts';
import type { DecisionModel } from '../dmn/decision-model.ts';
import { compareTables, type TableChange } from '../table/compare-tables.ts';
import { tableOf } from './judge/use-judge.ts';
import './rules.css';

const kinds: Readonly<Record<TableChange['kind'], readonly [string, Tone]>> = {
  policy: ['策略', 'purple'],
  column: ['列', 'purple'],
  added: ['新增', 'green'],
  removed: ['删除', 'red'],
  changed: ['修改', 'blue'],
  moved: ['移动', 'cyan'],
};

const columns: ColumnType<TableChange>[] = [
  {
    title: '变化',
    width: 90,
    render: (_value, { kind }) => <StatusTag tone={kinds[kind][1]}>{kinds[kind][0]}</StatusTag>,
  },
  { title: '行', width: 80, render: (_value, { row }) => (row === undefined ? '—' : `第 ${row} 行`) },
  { title: '何处', dataIndex: 'what', width: 160 },
  {
    title: '原来',
    dataIndex: 'before',
    render: (text: string) => <del className="rules-before">{text}</del>,
  },
  { title: '现在', dataIndex: 'after', render: (text: string) => <ins className="rules-after">{text}</ins> },
];

export default function ComparePage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.detail, { id });
  return (
    <Shown of={asked} rows={8}>
      {(rule) => <Comparison rule={rule} />}
    </Shown>
  );
}

function Comparison(props: { readonly rule: RuleInfo }): ReactNode {
  const { rule } = props;
  const [address, setAddress] = useSearchParams();
  const to = address.get('to') ?? rule.versions[0]?.id ?? '';
  const older = rule.versions[rule.versions.findIndex((one) => one.id === to) + 1];
  const from = address.get('from') ?? older?.id ?? to;
  const options = rule.versions.map((one) => ({ value: one.id, label: `第 ${one.number} 版` }));
  const choose = (name: 'from' | 'to') => (value: string) =>
    setAddress({ from, to, [name]: value }, { replace: true });
  const before = useCall(contract.routes.version, { id: from });
  const after = useCall(contract.routes.version, { id: to });
  return (
    <PageFrame
      title={`比较版本：${rule.title}`}
      breadcrumb={[
        { title: '规则', to: '/rules' },
        { title: rule.title, to: `/rules/versions/${to}` },
        { title: '比较' },
      ]}
      extra={
        <>
          <Select value={from} options={options} onChange={choose('from')} aria-label="原来的版本" />
          <span className="city-muted">→</span>
          <Select value={to} options={options} onChange={choose('to')} aria-label="现在的版本" />
        </>
      }
    >
      <Shown of={before}>
        {(old) => <Shown of={after}>{(now) => <Differences before={old} after={now} />}</Shown>}
      </Shown>
    </PageFrame>
  );
}

function Differences(props: { readonly before: VersionInfo; readonly after: VersionInfo }): ReactNode {
  const { before, after } = props;
  const models = [before.model as DecisionModel, after.model as DecisionModel] as const;
  const shared = models[1].decisions.filter(
    ({ id }) => tableOf(models[0], id) !== undefined && tableOf(models[1], id) !== undefined,
  );
  if (shared.length === 0)
    return <Empty text="两个版本没有可以逐行比较的决策表" hint="可导出 DMN 后用其他工具比较。" />;
  return shared.map(({ id, name }) => {
    const [old, now] = [tableOf(models[0], id), tableOf(models[1], id)];
    const changes = old === undefined || now === undefined ? [] : compareTables(old, now);
    return (
      <Section key={id} flush title={name}>
        <Table<TableChange>
          rowKey={(change) => `${change.kind}${change.row ?? ''}${change.what}`}
          size="middle"
          columns={columns}
          dataSource={[...changes]}
          pagination={changes.length > 50 ? { pageSize: 50 } : false}
          locale={{ emptyText: '两个版本的表相同' }}
        />
      </Section>
    );
  });
}
