/** 运营项目: what was agreed, what is left of the budget, each run with its result, each act with its receipt. */
import { Button, Checkbox, Progress, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { addressOf } from '../../../../ui/call.ts';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList, Section, Tiles } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { RowSection } from './parts/row-section.tsx';
import { StageTag } from './parts/stage-tag.tsx';
import './operation.css';

type Project = OutputOf<typeof contract.routes.project>;

/** Shown below, or of no use to people. */
const ownFields = ['terms', 'dataset', 'application', 'commitment', 'used', 'runs', 'epsilon'];
/** Empty until it ends. */
const endFields = ['closedAt', 'closedReason', 'closing'];
const actNames: Readonly<Record<string, string>> = {
  authorise: '授权',
  run: '运行',
  spend: '花费预算',
  release: '放行',
  refuse: '不予放行',
  join: '加入求和',
  give: '提交掩码数据',
  fail: '点名或作废',
  close: '终止',
};

export default function ProjectPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.project, { id });
  return (
    <>
      <RegisterDetail
        register="data-operation.project"
        id={id}
        without={asked.data?.ended ? ownFields : [...ownFields, ...endFields]}
        extra={asked.data && <Acts id={id} project={asked.data} />}
      />
      <div className="city-page">
        <Shown of={asked} rows={4}>
          {(project) => (
            <>
              <Gauges project={project} />
              {project.method !== 'count' && project.method !== 'list' && <Terms project={project} />}
            </>
          )}
        </Shown>
        <Runs id={id} />
        {asked.data?.method === 'noisy' && <Ledger project={asked.data} />}
        <Traces id={id} />
      </div>
    </>
  );
}

function Acts({ id, project }: { readonly id: string; readonly project: Project }): ReactNode {
  const [breach, setBreach] = useState(false);
  const close = useAct(contract.routes.closeProject);
  const isMatch = project.method === 'count' || project.method === 'list';
  const navigate = useNavigate();
  const begin = useAct(contract.routes.beginSum, {
    onDone: ({ run }) => void navigate(`/data-operation/runs/${run}`),
  });
  return (
    <>
      <Button href={addressOf(contract.routes.contractPaper, { id })}>合同</Button>
      {project.mayRun && project.method === 'sum' && (
        <Button type="primary" loading={begin.acting} onClick={() => void begin.act({ id })}>
          发起求和
        </Button>
      )}
      {project.mayRun && project.method !== 'sum' && (
        <LinkButton to={`/data-operation/projects/${id}/${isMatch ? 'match' : 'ask'}`}>
          {isMatch ? '开始求交' : '提问'}
        </LinkButton>
      )}
      {project.mayClose && (
        <>
          <Checkbox checked={breach} onChange={(event) => setBreach(event.target.checked)}>
            因违约
          </Checkbox>
          <Button
            danger
            loading={close.acting}
            onClick={async () => {
              const reason = await askReason({
                title: breach ? '因违约终止项目' : '终止项目',
                hint: '销毁中间数据和比对标记，不再受理运行，不能恢复。',
                okText: '终止',
              });
              if (reason !== undefined) await close.act({ id, breach, reason });
            }}
          >
            终止
          </Button>
        </>
      )}
    </>
  );
}

function Gauge(props: {
  readonly title: string;
  readonly used: number;
  readonly total: number;
  readonly unit: string;
}): ReactNode {
  const { used, total } = props;
  const left = Math.round((total - used) * 1000) / 1000;
  const share = total === 0 ? 0 : used / total;
  return (
    <div className="operation-gauge">
      <p className="city-muted">{props.title}</p>
      <p>
        还剩 <b>{left}</b> {props.unit}
        <span className="city-muted">
          {' '}
          · 已用 {Math.round(used * 1000) / 1000} / {total}
        </span>
      </p>
      <Progress
        percent={Math.min(100, Math.round(share * 100))}
        showInfo={false}
        status={share >= 1 ? 'exception' : 'normal'}
        aria-label={`${props.title}已用${Math.round(share * 100)}%`}
      />
    </div>
  );
}

function Gauges({ project }: { readonly project: Project }): ReactNode {
  return (
    <Section title="预算">
      <Tiles minimum={260}>
        <Gauge title="运行次数" used={project.used} total={project.runs} unit="次" />
        {project.budgets.map(({ name, total, spent }) => (
          <Gauge key={name} title={`隐私预算 ε · ${name}`} used={spent} total={total} unit="" />
        ))}
      </Tiles>
    </Section>
  );
}

function Terms({ project: { terms, titles } }: { readonly project: Project }): ReactNode {
  const title = (field: string) => titles[field] ?? field;
  return (
    <Section title="可以问什么">
      <DescriptionList
        columns={1}
        items={[
          { label: '受保护的主体', value: `${title(terms.person)}，每个最多计入 ${terms.perPerson} 行` },
          ...terms.groupings.map(({ field, groups }) => ({
            label: `分组：${title(field)}`,
            value: groups.join('、'),
          })),
          ...terms.numbers.map(({ field, low, high, step }) => ({
            label: `数值：${title(field)}`,
            value: `${low} ~ ${high}，步长 ${step}`,
          })),
        ]}
      />
    </Section>
  );
}

function Runs({ id }: { readonly id: string }): ReactNode {
  return (
    <RowSection
      title="运行"
      register="data-operation.run"
      where={{ project: id }}
      empty="还没有运行"
      columns={[
        {
          title: '内容',
          render: (_, row) => <Link to={`/data-operation/runs/${row.id}`}>{String(row['about'])}</Link>,
        },
        { title: '提交时间', render: (_, row) => momentText(String(row['at'])) },
        { title: '状态', render: (_, row) => <StageTag stage={String(row['stage'])} /> },
        { title: 'ε', align: 'end', render: (_, row) => String(row['epsilon'] ?? '—') },
      ]}
    />
  );
}

function Ledger({ project }: { readonly project: Project }): ReactNode {
  return (
    <Section title="预算台账" flush>
      <Table
        rowKey="id"
        size="small"
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        dataSource={[...project.spending]}
        locale={{ emptyText: <Empty text="还没有花费" /> }}
        columns={[
          { title: '时间', render: (_, row) => momentText(row.at) },
          { title: '运行', render: (_, row) => <Link to={`/data-operation/runs/${row.id}`}>查看</Link> },
          { title: '花费 ε', dataIndex: 'amount', align: 'end' },
          { title: '剩余 ε', dataIndex: 'left', align: 'end' },
        ]}
      />
    </Section>
  );
}

function Traces({ id }: { readonly id: string }): ReactNode {
  return (
    <RowSection
      title="留痕"
      register="data-operation.trace"
      where={{ project: id }}
      empty="还没有留痕"
      extra={<a href="/open/trust/verify">核验凭证</a>}
      columns={[
        { title: '时间', render: (_, row) => momentText(String(row['at'])) },
        { title: '事项', render: (_, row) => actNames[String(row['act'])] ?? String(row['act']) },
        { title: '存证序号', align: 'end', render: (_, row) => String(row['leaf']) },
        {
          title: '凭证',
          render: (_, row) => (
            <a href={addressOf(contract.routes.traceReceipt, { id: row.id })} download>
              下载
            </a>
          ),
        },
      ]}
    />
  );
}
