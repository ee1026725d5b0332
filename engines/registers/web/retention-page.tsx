/** 保存期限: the rule of each register, what is due and what comes next; each number leads to its rows, as a dry run of the coming night. */
import { Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Shown } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { RetentionRule } from '../routes/retention-routes.ts';
import { DryRun } from './retention/dry-run.tsx';
import { registerPath } from './parts/register-path.ts';
import './registers.css';

const actions = { delete: '删除', anonymise: '匿名化' } as const;

function lengthOf(days: number): string {
  if (days === 0) return '到期即处置';
  const years = days / 365;
  return Number.isInteger(years) ? `${years} 年` : `${days} 天`;
}

/** A count that leads to its rows; nothing to open where nothing is. */
function Count(props: {
  readonly count: number;
  readonly label: string;
  readonly onOpen: () => void;
}): ReactNode {
  if (props.count === 0) return <span className="city-number">0</span>;
  return (
    <button
      type="button"
      className="register-count city-number"
      aria-label={props.label}
      onClick={props.onOpen}
    >
      {props.count.toLocaleString('zh-CN')}
    </button>
  );
}

function columnsOf(soonDays: number, open: (rule: RetentionRule) => void) {
  return [
    {
      title: '台账',
      key: 'title',
      width: 210,
      render: (rule: RetentionRule) => (
        <>
          <b>{rule.title}</b>
          <br />
          <span className="city-muted">{rule.ownerName}</span>
        </>
      ),
    },
    {
      title: '保存期限',
      key: 'days',
      width: 150,
      render: (rule: RetentionRule) => (
        <>
          {lengthOf(rule.days)} {rule.binding && <StatusTag tone="red">法定</StatusTag>}
          <br />
          <span className="city-muted">自{rule.fromTitle}起</span>
        </>
      ),
    },
    { title: '依据', dataIndex: 'basis', key: 'basis', width: 270 },
    {
      title: '期满处置',
      key: 'action',
      width: 100,
      render: (rule: RetentionRule) => actions[rule.action],
    },
    {
      title: '今夜处置',
      key: 'due',
      width: 100,
      align: 'right' as const,
      render: (rule: RetentionRule) => (
        <Count count={rule.due} label={`${rule.title}今夜处置`} onOpen={() => open(rule)} />
      ),
    },
    {
      title: '暂缓',
      key: 'held',
      width: 80,
      align: 'right' as const,
      render: (rule: RetentionRule) => (
        <Count count={rule.held} label={`${rule.title}暂缓`} onOpen={() => open(rule)} />
      ),
    },
    {
      title: `${soonDays} 天内到期`,
      key: 'soon',
      width: 120,
      align: 'right' as const,
      render: (rule: RetentionRule) => (
        <span className="city-number">{rule.soon.toLocaleString('zh-CN')}</span>
      ),
    },
    {
      title: '上次处置',
      key: 'last',
      width: 140,
      render: (rule: RetentionRule) =>
        rule.lastAt === null ? (
          <span className="city-muted">—</span>
        ) : (
          <>
            {momentText(rule.lastAt)}
            <br />
            <span className="city-muted">{rule.lastRows} 条</span>
          </>
        ),
    },
  ];
}

export default function RetentionPage(): ReactNode {
  const asked = useCall(contract.routes.retention, {});
  const [open, setOpen] = useState<RetentionRule | undefined>(undefined);
  return (
    <PageFrame
      title="保存期限"
      summary="每夜 4:10 按各台账登记的期限删除或匿名化到期记录；有未办结请求或暂缓的不动，期限在系统设置中调整"
      extra={
        <>
          <Link to={registerPath.list('registers.hold')}>暂缓销毁</Link>
          <Link to={registerPath.list('registers.destruction')}>销毁记录</Link>
        </>
      }
    >
      <Section>
        <Shown of={asked}>
          {({ soonDays, rules }) => (
            <Table<RetentionRule>
              rowKey="register"
              size="middle"
              pagination={false}
              dataSource={[...rules]}
              columns={columnsOf(soonDays, setOpen)}
              scroll={{ x: 1100 }}
            />
          )}
        </Shown>
      </Section>
      <Drawer
        size="large"
        open={open !== undefined}
        title={open === undefined ? '' : `试算：${open.title}`}
        onClose={() => setOpen(undefined)}
        destroyOnHidden
      >
        {open && <DryRun register={open.register} />}
      </Drawer>
    </PageFrame>
  );
}
