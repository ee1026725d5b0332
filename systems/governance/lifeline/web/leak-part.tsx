/** Where the leak is likely to be: ranked pipes with their probability, on the map with the valves to shut for the one chosen. */
import { Button, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { useSession } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ClosurePart, useClosure } from './closure-part.tsx';
import { type Analysis, boxOf, pipeLayer, rankLayer, valveLayer } from './network-layers.ts';
import './lifeline.css';

type Ranked = Analysis['ranked'][number];

interface LeakPartProps {
  readonly id: string;
  /** The pipe that people settled on. */
  readonly decided: string | undefined;
}

export function LeakPart(props: LeakPartProps): ReactNode {
  const reply = useCall(contract.routes.analysis, { id: props.id }, { every: 30_000 });
  return (
    <Shown of={reply} rows={8}>
      {({ network, analysis }) => {
        if (network === null) return <Empty text="没有关联供水管网" />;
        if (analysis === null) return <Empty text="正在用水力模型定位，稍后自动显示" />;
        return (
          <Located {...props} network={network.id} analysis={analysis} onAgain={() => void reply.refetch()} />
        );
      }}
    </Shown>
  );
}

function Located(
  props: LeakPartProps & {
    readonly network: string;
    readonly analysis: Analysis;
    readonly onAgain: () => void;
  },
): ReactNode {
  const { analysis, network } = props;
  const [chosen, choose] = useState<string | undefined>(undefined);
  const pipe = chosen ?? props.decided ?? analysis.ranked[0]?.pipe ?? '';
  const { act, acting } = useAct(contract.routes.locate, { onDone: props.onAgain });
  const { permissions } = useSession();
  return (
    <>
      <div className="lifeline-located">
        <div>
          <RankTable ranked={analysis.ranked} pipe={pipe} onChoose={choose} />
          <p className="city-muted lifeline-note">
            {momentText(analysis.at)} 用{' '}
            {analysis.readings.filter(({ measured }) => measured !== null).length}{' '}
            个测点的读数与水力模型的残差计算；概率只在“一处漏损”的前提下成立。
            {permissions.includes('lifeline:assess') && (
              <Button size="small" loading={acting} onClick={() => void act({ id: props.id })}>
                重新研判
              </Button>
            )}
          </p>
        </div>
        <div>
          <LeakMap network={network} analysis={analysis} pipe={pipe} />
          <p className="city-muted lifeline-note">
            <i className="lifeline-key-line" /> 前三名管段 <i className="lifeline-key-valve" /> 须关阀门{' '}
            <i className="lifeline-key-sensor" /> 测点
          </p>
        </div>
      </div>
      <h3 className="lifeline-heading">管段 {pipe} 的关阀方案</h3>
      <ClosurePart network={network} pipe={pipe} />
    </>
  );
}

function RankTable(props: {
  readonly ranked: readonly Ranked[];
  readonly pipe: string;
  readonly onChoose: (pipe: string) => void;
}): ReactNode {
  return (
    <Table<Ranked>
      size="small"
      rowKey="pipe"
      pagination={false}
      dataSource={props.ranked.slice(0, 8)}
      rowClassName={({ pipe }) => (pipe === props.pipe ? 'is-chosen' : '')}
      columns={[
        { title: '名次', width: 56, render: (_, __, index) => index + 1 },
        {
          title: '管段',
          render: (_, { pipe }) => (
            <button
              type="button"
              className="lifeline-pipe"
              aria-pressed={pipe === props.pipe}
              onClick={() => props.onChoose(pipe)}
            >
              {pipe}
            </button>
          ),
        },
        { title: '概率', align: 'end', render: (_, { probability }) => `${(probability * 100).toFixed(1)}%` },
        { title: '漏量', align: 'end', render: (_, { loss }) => `${loss.toFixed(1)} L/s` },
        {
          title: '管径',
          align: 'end',
          render: (_, { diameter }) => (diameter === null ? '—' : `DN${diameter}`),
        },
        {
          title: '长度',
          align: 'end',
          render: (_, { length }) => (length === null ? '—' : `${Math.round(length)} m`),
        },
      ]}
    />
  );
}

function LeakMap(props: {
  readonly network: string;
  readonly analysis: Analysis;
  readonly pipe: string;
}): ReactNode {
  const { network, analysis, pipe } = props;
  const state = useCall(contract.routes.networkState, { id: network }, { fresh: 300_000 });
  const closure = useClosure(network, pipe);
  const pipes = state.data?.pipes;
  const valves = closure.data?.nearest?.valves;
  const extra = useMemo(
    () => [
      ...(pipes === undefined ? [] : [pipeLayer(pipes)]),
      rankLayer(analysis.ranked),
      ...(valves === undefined ? [] : [valveLayer(valves)]),
    ],
    [pipes, analysis.ranked, valves],
  );
  const fit = useMemo(
    () => (pipes === undefined ? undefined : boxOf(pipes.map(({ line }) => line))),
    [pipes],
  );
  return (
    <CityMap
      layers={sensors}
      extra={extra}
      height={360}
      legend={false}
      label="候选漏损管段和须关阀门"
      {...(fit ? { fit } : {})}
    />
  );
}

const sensors = ['lifeline.sensor'];
