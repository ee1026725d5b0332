/** 规则: the catalogue with every rule's version in force and its draft; from here to the editor. */
import { Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../ui/call.ts';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { type QueryColumn, QueryTable } from '../../../ui/query-table.tsx';
import { useMay } from '../../../ui/session.ts';
import { DemoMark } from '../../../ui/status-tag.tsx';
import contract, { type RuleInfo, type VersionLine } from '../contract.ts';
import { CreateRule } from './list/create-rule.tsx';
import { VersionState } from './version/version-state.tsx';
import './rules.css';

type State = VersionLine['state'] | 'all';

const states: readonly { readonly value: State; readonly label: string }[] = [
  { value: 'all', label: '全部' },
  { value: 'published', label: '已发布' },
  { value: 'draft', label: '有草稿' },
  { value: 'retired', label: '有停用' },
];

/** The version to show first: in force, else the newest. */
function leading(rule: RuleInfo): VersionLine | undefined {
  return rule.versions.find((one) => one.current) ?? rule.versions[0];
}

const columns: readonly QueryColumn<RuleInfo>[] = [
  {
    key: 'title',
    title: '规则',
    width: 230,
    render: (rule) => (
      <>
        <b>{rule.title}</b> <DemoMark demo={rule.demo} />
        <small className="city-muted rules-key">{rule.key}</small>
      </>
    ),
  },
  { key: 'departmentName', title: '主管部门', width: 130 },
  {
    key: 'version',
    title: '版本',
    width: 160,
    render: (rule) => {
      const version = leading(rule);
      if (version === undefined) return undefined;
      return (
        <>
          第 {version.number} 版 <VersionState version={version} />
        </>
      );
    },
  },
  {
    key: 'effective',
    title: '生效时间',
    width: 150,
    render: (rule) => <span className="city-number">{momentText(leading(rule)?.effectiveFrom ?? null)}</span>,
  },
  { key: 'source', title: '依据', width: 190, render: (rule) => leading(rule)?.source || '—' },
  {
    key: 'draft',
    title: '草稿',
    width: 180,
    render: (rule) => {
      const draft = rule.versions.find((one) => one.state === 'draft');
      if (draft === undefined) return <span className="city-muted">—</span>;
      return (
        <>
          第 {draft.number} 版 · {draft.changedBy}
          <small className="city-muted city-number rules-key">{momentText(draft.changedAt)}</small>
        </>
      );
    },
  },
];

export default function ListPage(): ReactNode {
  const navigate = useNavigate();
  const may = useMay('rules:edit');
  const [creating, setCreating] = useState(false);
  const [state, setState] = useState<State>('all');
  return (
    <PageFrame
      title="规则"
      summary="收费、资格、分级等判断写成决策表：起草时附测试用例，用例通过后发布，按生效时间裁决，每次裁决都留下版本和命中的行。"
    >
      <QueryTable<RuleInfo>
        id="rules.rules"
        columns={columns}
        search="名称、编号"
        depends={state}
        load={async ({ page, size, search }, signal) => {
          const text = search === undefined ? {} : { text: search };
          const chosen = state === 'all' ? {} : { state };
          const reply = await call(contract.routes.list, { page, size, ...text, ...chosen }, { signal });
          return { rows: reply.rules, total: reply.total };
        }}
        toolbar={
          <>
            {may && (
              <Button type="primary" onClick={() => setCreating(true)}>
                新建规则
              </Button>
            )}
            <Segmented<State> options={[...states]} value={state} onChange={setState} aria-label="版本状态" />
          </>
        }
        onOpen={(rule) => {
          const version = rule.versions.find((one) => one.state === 'draft') ?? leading(rule);
          if (version !== undefined) void navigate(`/rules/versions/${version.id}`);
        }}
        emptyText="没有符合条件的规则"
      />
      <CreateRule open={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}
