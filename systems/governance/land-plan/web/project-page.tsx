/** 一个建设项目: its land, the history of its checks, another land or check, and its end. */
import { Button, Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { checkSources } from '../data/small-lists.ts';
import { areaText } from './area-text.ts';
import { ConclusionTag } from './conclusion-tag.tsx';
import { boxOf, LinesMap, widen } from './lines-map.tsx';
import { noLand, sentShape, ShapeInput } from './shape-input.tsx';
import './land-plan.css';

type State = OutputOf<typeof contract.routes.projectState>;
type Check = State['checks'][number];

export default function ProjectPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.projectState, { id });
  return (
    <Shown of={asked} rows={12}>
      {(state) => <ShownProject state={state} />}
    </Shown>
  );
}

function ShownProject(props: { readonly state: State }): ReactNode {
  const { state } = props;
  usePageTitle(state.name);
  const [open, setOpen] = useState(false);
  const { act: again, acting } = useAct(contract.routes.checkProject);
  const { act: close } = useAct(contract.routes.closeProject);
  const isOpen = state.status === 'open';

  async function end(): Promise<void> {
    const reason = await askReason({ title: '办结项目', hint: '办结后规划更新时不再复查' });
    if (reason !== undefined) await close({ id: state.id, reason });
  }
  return (
    <PageFrame
      title={state.name}
      breadcrumb={[{ title: '国土空间规划' }, { title: '建设项目', to: '/land-plan/projects' }]}
      tags={
        <>
          <ConclusionTag of={state.checks[0]?.conclusion ?? null} solid />
          {!isOpen && <StatusTag>办结</StatusTag>}
        </>
      }
      summary={`${state.number}　${state.builder}${state.squareMetres === null ? '' : `　${areaText(state.squareMetres)}`}`}
      extra={
        <>
          <Link to={`/registers/land-plan.project/rows/${state.id}`}>登记信息</Link>
          {state.mayKeep && isOpen && (
            <>
              <Button onClick={() => void end()}>办结</Button>
              <Button onClick={() => setOpen(true)}>
                {state.shape === null ? '设定用地范围' : '更换用地范围'}
              </Button>
              {state.shape !== null && (
                <Button type="primary" loading={acting} onClick={() => void again({ id: state.id })}>
                  再次审查
                </Button>
              )}
            </>
          )}
        </>
      }
    >
      <Section flush title="用地范围">
        {state.shape === null ? (
          <Empty text="还没有用地范围" hint="画出、填写或上传后自动审查" />
        ) : (
          <LinesMap
            label="项目用地与管控线"
            box={widen(boxOf(state.shape))}
            land={state.shape}
            height={380}
          />
        )}
      </Section>
      <Section flush title="审查历史">
        <History checks={state.checks} />
      </Section>
      <LandDrawer id={state.id} open={open} onClose={() => setOpen(false)} />
    </PageFrame>
  );
}

function sourceTitle(source: string): string {
  return Object.hasOwn(checkSources, source) ? checkSources[source as keyof typeof checkSources] : source;
}

function History(props: { readonly checks: readonly Check[] }): ReactNode {
  if (props.checks.length === 0) return <Empty text="还没有审查过" />;
  return (
    <Table<Check>
      size="small"
      rowKey="id"
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.checks]}
      columns={[
        {
          title: '时间',
          render: (_, { id, checkedAt }) => (
            <Link to={`/land-plan/checks/${id}`}>{momentText(checkedAt)}</Link>
          ),
        },
        { title: '结论', render: (_, { conclusion }) => <ConclusionTag of={conclusion} /> },
        { title: '来源', render: (_, { source }) => sourceTitle(source) },
        {
          title: '占用',
          render: (_, { occupied }) =>
            occupied.length === 0
              ? '—'
              : occupied.map(({ title, squareMetres }) => (
                  <div key={title}>
                    {title} {areaText(squareMetres)}
                  </div>
                )),
        },
      ]}
    />
  );
}

function LandDrawer(props: {
  readonly id: string;
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const [land, setLand] = useState(noLand);
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.setShape, {
    onDone: ({ id }) => void navigate(`/land-plan/checks/${id}`),
    onRefused: (problem) => setLand((now) => ({ ...now, problem })),
  });
  const sent = sentShape(land);
  return (
    <Drawer
      title="用地范围"
      size={520}
      open={props.open}
      onClose={props.onClose}
      footer={
        <Button
          type="primary"
          loading={acting}
          disabled={sent === undefined}
          onClick={() => sent && void act({ id: props.id, ...sent })}
        >
          保存并审查
        </Button>
      }
    >
      <ShapeInput land={land} onLand={setLand} />
    </Drawer>
  );
}
