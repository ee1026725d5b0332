/** 规则: each with its last outcome; written, enabled and disabled by whoever keeps them. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { registerPath } from '../../../../../engines/registers/web/parts/register-path.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import table from '../../data/dimensions.json' with { type: 'json' };
import type { Rule } from '../../routes/suite-routes.ts';
import { percent } from '../percent.ts';
import { PassedTag } from './passed-tag.tsx';
import { RuleForm } from './rule-form.tsx';
import { stages, type Suite } from './suite.ts';

const indicators: Readonly<Record<string, string>> = table.indicators;

export function RuleList(props: { readonly id: string; readonly suite: Suite }): ReactNode {
  const { id, suite } = props;
  const [editing, setEditing] = useState<Rule | 'new'>();
  const stage = useAct(contract.routes.stageRules);
  const drafts = suite.rules.filter((each) => each.stage === 'draft').map((each) => each.id);
  return (
    <>
      {suite.mayKeep && (
        <div className="quality-acts">
          <Button onClick={() => setEditing('new')}>新增规则</Button>
          {drafts.length > 0 && (
            <Button
              loading={stage.acting}
              onClick={() => void stage.act({ dataset: id, rules: drafts, stage: 'active' })}
            >
              启用全部草稿
            </Button>
          )}
          <span className="city-muted">新增和采纳的规则是草稿，启用后随每批数据检查</span>
        </div>
      )}
      <Table<Rule>
        rowKey="id"
        size="middle"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={[...suite.rules]}
        locale={{ emptyText: <Empty text="还没有质量规则" hint="可以从“建议”里采纳" /> }}
        columns={[
          {
            title: '规则',
            render: (_, row) => (
              <div className="quality-rule">
                {row.title}
                <small>
                  {row.indicator} {indicators[row.indicator]}；容忍 {row.tolerance}‰
                </small>
              </div>
            ),
          },
          {
            title: '重要程度',
            render: (_, row) =>
              row.importance === 'important' ? <StatusTag tone="blue">重要</StatusTag> : '一般',
          },
          {
            title: '状态',
            render: (_, row) => (
              <StatusTag tone={stages[row.stage]?.tone}>{stages[row.stage]?.title}</StatusTag>
            ),
          },
          { title: '检查', align: 'end', render: (_, row) => count(row.outcome?.checked) },
          { title: '不合格', align: 'end', render: (_, row) => count(row.outcome?.failed) },
          { title: '合格率', align: 'end', render: (_, row) => percent(row.outcome?.share, 2) },
          { title: '结果', render: (_, row) => <PassedTag outcome={row.outcome} /> },
          {
            title: '操作',
            render: (_, row) => (
              <span className="city-row-actions">
                {suite.mayKeep && (
                  <>
                    <button
                      type="button"
                      className="city-link"
                      disabled={stage.acting}
                      onClick={() =>
                        void stage.act({
                          dataset: id,
                          rules: [row.id],
                          stage: row.stage === 'active' ? 'paused' : 'active',
                        })
                      }
                    >
                      {row.stage === 'active' ? '停用' : '启用'}
                    </button>
                    <button type="button" className="city-link" onClick={() => setEditing(row)}>
                      修改
                    </button>
                  </>
                )}
                <Link to={registerPath.detail('data-quality.rule', row.id)}>历史</Link>
              </span>
            ),
          },
        ]}
      />
      {editing !== undefined && (
        <RuleForm
          dataset={id}
          suite={suite}
          rule={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

function count(value: number | undefined): string {
  return value === undefined ? '—' : value.toLocaleString('zh-CN');
}
