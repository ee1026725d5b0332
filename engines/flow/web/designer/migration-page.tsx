/** 迁移在办案件: which node of the old version becomes which of the new one, which cases would go where, and moving them. */
import { Button, Select, Switch, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { versionTitle } from '../../process/version-title.ts';
import type { ProcessInfo } from '../../routes/definition-routes.ts';
import type { MigrationPreview } from '../../routes/migration-routes.ts';
import './designer.css';

type Case = MigrationPreview['cases'][number];
type Node = MigrationPreview['nodes'][number];

export default function MigrationPage(): ReactNode {
  const { type = '' } = useParams();
  const processes = useCall(contract.routes.processes, {});
  const process = processes.data?.find((each) => each.type === type);
  if (processes.isPending) return <Loading rows={8} />;
  if (processes.isError) return <Failed error={processes.error} onRetry={() => void processes.refetch()} />;
  return (
    <PageFrame
      title={`${process?.title ?? ''} · 迁移在办案件`}
      breadcrumb={[{ title: '流程' }, { title: '流程管理', to: '/flow/processes' }]}
      summary="在办案件默认留在开始时的版本上。这里把它们换到另一版：按节点对应关系，一件一件地换；停在没有对应的节点上的不换。"
    >
      {process === undefined ? <p className="city-muted">没有这个流程</p> : <Migration process={process} />}
    </PageFrame>
  );
}

function Migration({ process }: { readonly process: ProcessInfo }): ReactNode {
  const [search] = useSearchParams();
  const current = process.versions.find((version) => version.inForce)?.version;
  const others = process.versions.filter(({ version }) => version !== current);
  const [from, setFrom] = useState(Number(search.get('from')) || others[0]?.version);
  const [to, setTo] = useState(current);
  const options = process.versions.map(({ version, inForce, state }) => ({
    value: version,
    label: `${versionTitle(version)}${inForce ? '（现行）' : ''}${state === 'retired' ? '（已停用）' : ''}`,
  }));
  const targets = options.filter(({ value }) =>
    process.versions.some(({ version, state }) => version === value && state === 'published'),
  );
  return (
    <>
      <Section>
        <div className="migration-versions">
          <label htmlFor="migration-from">原版本</label>
          <Select
            id="migration-from"
            value={from}
            options={options}
            onChange={setFrom}
            placeholder="请选择"
          />
          <span aria-hidden="true">→</span>
          <label htmlFor="migration-to">目标版本</label>
          <Select id="migration-to" value={to} options={targets} onChange={setTo} placeholder="请选择" />
        </div>
      </Section>
      {from !== undefined && to !== undefined && from !== to ? (
        <Plan key={`${from} ${to}`} type={process.type} from={from} to={to} />
      ) : (
        <Section>
          <p className="city-muted">{hintFor(process)}</p>
        </Section>
      )}
    </>
  );
}

function hintFor({ versions }: ProcessInfo): string {
  return versions.length < 2 ? '这个流程只有一个版本，没有可迁移的。' : '请选择两个不同的版本。';
}

function Plan(props: { readonly type: string; readonly from: number; readonly to: number }): ReactNode {
  const { type, from, to } = props;
  const [map, setMap] = useState<Readonly<Record<string, string>>>();
  const [after, setAfter] = useState<string>();
  const preview = useCall(
    contract.routes.previewMigration,
    { type, from, to, ...(map === undefined ? {} : { map }), ...(after === undefined ? {} : { after }) },
    { keep: true, fresh: 0 },
  );
  if (preview.isPending) return <Loading rows={8} />;
  if (preview.isError) return <Failed error={preview.error} onRetry={() => void preview.refetch()} />;
  const { data } = preview;
  const choose = (node: string, value: string | undefined) => {
    const { [node]: _old, ...rest } = data.map;
    setMap(value === undefined ? rest : { ...rest, [node]: value });
  };
  return (
    <>
      <NodeTable nodes={data.nodes} onChoose={choose} />
      <CaseTable {...props} preview={data} busy={preview.isFetching} />
      {(data.more || after !== undefined) && (
        <p className="migration-more">
          {after !== undefined && <Button onClick={() => setAfter(undefined)}>从头看</Button>}
          {data.more && <Button onClick={() => setAfter(data.cases.at(-1)?.id)}>看后面的案件</Button>}
        </p>
      )}
    </>
  );
}

function NodeTable(props: {
  readonly nodes: readonly Node[];
  readonly onChoose: (node: string, to: string | undefined) => void;
}): ReactNode {
  const [all, setAll] = useState(false);
  const shown = all ? props.nodes : props.nodes.filter((node) => node.cases > 0 || node.to === null);
  const columns: ColumnType<Node>[] = [
    { title: '原节点', dataIndex: 'title', width: 220, render: (title: string) => <b>{title}</b> },
    { title: '种类', dataIndex: 'kindTitle', width: 130 },
    { title: '停在这里的案件', dataIndex: 'cases', width: 130, align: 'right' },
    {
      title: '对应到',
      width: 280,
      render: (_value, node) => (
        <Select
          aria-label={`“${node.title}”对应到`}
          className="migration-choice"
          value={node.to ?? undefined}
          status={node.to === null && node.cases > 0 ? 'error' : ''}
          placeholder={node.choices.length === 0 ? '新版本没有同类节点' : '没有对应'}
          disabled={node.choices.length === 0}
          options={node.choices.map(({ value, title }) => ({ value, label: title }))}
          allowClear
          onChange={(value: string | undefined) => props.onChoose(node.node, value)}
        />
      ),
    },
  ];
  return (
    <Section
      title="节点对应"
      extra={
        <label className="migration-all">
          <Switch size="small" checked={all} onChange={setAll} aria-label="显示全部节点" /> 显示全部节点
        </label>
      }
      flush
    >
      <Table<Node>
        rowKey="node"
        size="small"
        pagination={false}
        columns={columns}
        dataSource={[...shown]}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: '有案件的节点都已对应' }}
      />
    </Section>
  );
}

function CaseTable(props: {
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly preview: MigrationPreview;
  readonly busy: boolean;
}): ReactNode {
  const { type, from, to, preview } = props;
  const ready = preview.cases.filter(({ problems }) => problems.length === 0);
  const migrate = useAct(contract.routes.migrateCases, {
    onDone: ({ results }) => {
      const done = results.filter((one) => one.done).length;
      const left = results.find((one) => !one.done);
      if (left === undefined) tell('success', `已迁移 ${done} 件`);
      else
        tell(
          'error',
          `已迁移 ${done} 件，${results.length - done} 件没有迁移：${left.number} ${left.message ?? ''}`,
        );
    },
  });
  const ask = async () => {
    const reason = await askReason({
      title: `把 ${ready.length} 件迁移到${versionTitle(to)}？`,
      hint: '每件记入流转记录，不能撤销；要换回去，可以再迁移一次。',
      placeholder: '请填写迁移原因',
      okText: '迁移',
    });
    if (reason === undefined) return;
    const cases = ready.map(({ id }) => id);
    await migrate.act({ type, from, to, map: preview.map, cases, reason });
  };
  const columns: ColumnType<Case>[] = [
    {
      title: '案件编号',
      dataIndex: 'number',
      width: 190,
      render: (number: string, one) => <Link to={`/flow/cases/${type}/${one.id}`}>{number}</Link>,
    },
    {
      title: '从哪里到哪里',
      render: (_value, one) => one.moves.map((move) => `${move.from} → ${move.to || '？'}`).join('；') || '—',
    },
    {
      title: '结果',
      render: (_value, one) =>
        one.problems.length === 0 ? (
          <StatusTag tone="green">可以迁移</StatusTag>
        ) : (
          <span className="migration-problem">{one.problems.join('；')}</span>
        ),
    },
  ];
  return (
    <Section
      title={`在办案件 ${preview.cases.length} 件${preview.more ? '（每次最多 200 件，后面还有）' : ''}`}
      extra={
        <Button
          type="primary"
          disabled={ready.length === 0 || props.busy}
          loading={migrate.acting}
          onClick={() => void ask()}
        >
          迁移 {ready.length} 件
        </Button>
      }
      flush
    >
      <Table<Case>
        rowKey="id"
        size="small"
        columns={columns}
        dataSource={[...preview.cases]}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showTotal: (total) => `共 ${total} 件` }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: '这一版没有在办案件' }}
      />
    </Section>
  );
}
