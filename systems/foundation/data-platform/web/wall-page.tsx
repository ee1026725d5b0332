/** 数据中心一屏: the four centres on the wall; every number and chart opens its rows at the desk beside it. */
import dayjs from 'dayjs';
import { type ReactNode, useMemo } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import {
  ScreenBoard,
  ScreenNumber,
  ScreenPanel,
  ScreenRank,
  useStage,
} from '../../../../ui/screen/screen.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { kindTitles, type LeakKind } from '../data/words.ts';
import { inflowChart, matrixChart } from './parts/group-situation.ts';
import type { Situation } from './parts/situation.ts';
import { layerTitles } from './parts/words.ts';
import './platform.css';

const everyMinute = 60_000;
const shownDays = 30;
const form = 'YYYY-MM-DD';
const megabyte = 1024 * 1024;

/** The wall stays as it is; rows open at the desk beside it. */
function atDesk(path: string): void {
  window.open(`/desk${path}`, '_blank');
}

export default function WallPage(): ReactNode {
  const today = dayjs();
  const span = { from: today.subtract(shownDays - 1, 'day').format(form), to: today.format(form) };
  const asked = useCall(contract.routes.situation, span, { every: everyMinute, keep: true });
  if (asked.data === undefined)
    return asked.isError ? (
      <Failed error={asked.error} onRetry={() => void asked.refetch()} />
    ) : (
      <Loading rows={12} />
    );
  const situation = asked.data;
  return (
    <ScreenBoard
      left={
        <>
          <Inflow situation={situation} />
          <Layers situation={situation} />
          <Late situation={situation} />
        </>
      }
      top={<Numbers situation={situation} />}
      centre={<Uses situation={situation} />}
      right={
        <>
          <Quality situation={situation} />
          <Alerts situation={situation} />
          <AlertDays situation={situation} />
        </>
      }
    />
  );
}

interface Part {
  readonly situation: Situation;
}

/** Px that a chart has in a panel: three panels in a column, or two where a side has two columns. */
function usePanelHeight(): number {
  return useStage().wide ? 390 : 228;
}

function Numbers({ situation }: Part): ReactNode {
  const { storage, sharing, traffic, security, fresh } = situation;
  const late = fresh.filter(({ state }) => state === 'late' || state === 'silent').length;
  const open = security.alerts.reduce((sum, each) => sum + each.open, 0);
  return (
    <>
      <ScreenNumber
        title="在库数据"
        unit="行"
        value={storage.rows}
        onOpen={() => atDesk('/data-collection/datasets')}
      />
      <ScreenNumber
        title="数据目录"
        unit="项"
        value={sharing.catalogue}
        onOpen={() => atDesk('/data-catalogue/resources')}
      />
      <ScreenNumber
        title="30天共享调用"
        unit="次"
        value={sharing.contracts === null ? null : traffic.reduce((sum, { calls }) => sum + calls, 0)}
        onOpen={() => atDesk('/data-platform')}
      />
      <ScreenNumber
        title="迟到和中断"
        unit="个"
        tone={late > 0 ? 'yellow' : 'green'}
        value={storage.datasets === null ? null : late}
        onOpen={() => atDesk('/data-platform')}
      />
      <ScreenNumber
        title="未结告警"
        unit="条"
        tone={open > 0 ? 'red' : 'green'}
        value={security.handlings === null ? null : open}
        onOpen={() => atDesk('/data-platform/alerts')}
      />
    </>
  );
}

function Inflow({ situation }: Part): ReactNode {
  const height = usePanelHeight();
  const data = useMemo(() => inflowChart(situation.inflow, situation.names), [situation]);
  return (
    <ScreenPanel title="存储中心 · 每日入库">
      <Chart title="每日入库行数" data={data} height={height} onPick={() => atDesk('/data-platform')} />
    </ScreenPanel>
  );
}

function Layers({ situation }: Part): ReactNode {
  const rows = situation.storage.layers.map(({ layer, bytes }) => ({
    key: layer,
    name: layerTitles[layer] ?? layer,
    value: bytes / megabyte,
  }));
  return (
    <ScreenPanel title="存储中心 · 分层占用">
      {rows.length === 0 ? (
        <Empty text="没有可以查看的存储" />
      ) : (
        <ScreenRank rows={rows} unit="MB" digits={1} onOpen={() => atDesk('/data-platform')} />
      )}
    </ScreenPanel>
  );
}

function Late({ situation }: Part): ReactNode {
  const late = situation.fresh
    .filter(({ state }) => state === 'late' || state === 'silent')
    .toSorted((one, other) => (other.lateBy ?? Number.MAX_VALUE) - (one.lateBy ?? Number.MAX_VALUE));
  return (
    <ScreenPanel title="态势中心 · 晚到最久">
      {late.length === 0 ? (
        <Empty text="全部按时到达" />
      ) : (
        <ScreenRank
          rows={late.map(({ id, name, lateBy }) => ({
            key: id,
            name,
            value: lateBy === null ? null : lateBy / 60,
          }))}
          unit="小时"
          onOpen={(id) => atDesk(`/data-collection/datasets/${id}`)}
        />
      )}
    </ScreenPanel>
  );
}

function Uses({ situation }: Part): ReactNode {
  const { sharing, names, traffic } = situation;
  const matrix = useMemo(() => matrixChart(sharing.cells, names, 'calls'), [sharing.cells, names]);
  const days = useMemo(
    () => ({
      kind: 'line' as const,
      categories: traffic.map(({ day }) => day.slice(5)),
      series: [{ name: '调用', values: traffic.map(({ calls }) => calls) }],
      unit: '次',
    }),
    [traffic],
  );
  return (
    <div className="platform-wall-centre">
      <h2>共享中心 · 谁在用谁的数据（行为使用部门，列为提供部门）</h2>
      <Chart
        title="使用部门和提供部门之间的调用"
        data={matrix}
        height={430}
        onPick={() => atDesk('/data-platform')}
      />
      <h2>共享中心 · 每日调用</h2>
      <Chart title="每日共享调用" data={days} height={230} onPick={() => atDesk('/data-sharing')} />
    </div>
  );
}

function Quality({ situation }: Part): ReactNode {
  const { fresh, names } = situation;
  const rows = useMemo(() => {
    const scores = new Map<string, number[]>();
    for (const { department, score } of fresh)
      if (score !== null) scores.set(department, [...(scores.get(department) ?? []), score]);
    return [...scores]
      .map(([key, all]) => ({
        key,
        name: names[key] ?? key,
        value: all.reduce((sum, each) => sum + each, 0) / all.length,
      }))
      .toSorted((one, other) => other.value - one.value);
  }, [fresh, names]);
  return (
    <ScreenPanel title="态势中心 · 入库得分">
      {rows.length === 0 ? (
        <Empty text="还没有评分" />
      ) : (
        <ScreenRank rows={rows} unit="分" digits={1} onOpen={() => atDesk('/data-quality')} />
      )}
    </ScreenPanel>
  );
}

function Alerts({ situation }: Part): ReactNode {
  const kinds = new Map<string, number>();
  for (const { kind, open } of situation.security.alerts) kinds.set(kind, (kinds.get(kind) ?? 0) + open);
  return (
    <ScreenPanel title="安全中心 · 未结告警">
      {kinds.size === 0 ? (
        <Empty text="没有未结的告警" />
      ) : (
        <ScreenRank
          rows={[...kinds]
            .toSorted(([, one], [, other]) => other - one)
            .map(([kind, value]) => ({ key: kind, name: kindTitles[kind as LeakKind] ?? kind, value }))}
          unit="条"
          onOpen={() => atDesk('/data-platform/alerts')}
        />
      )}
    </ScreenPanel>
  );
}

function AlertDays({ situation }: Part): ReactNode {
  const height = usePanelHeight();
  const { byDay } = situation.security;
  const data = useMemo(
    () => ({
      kind: 'bar' as const,
      categories: byDay.map(({ day }) => day.slice(5)),
      series: [{ name: '告警', values: byDay.map(({ alerts }) => alerts) }],
      unit: '条',
    }),
    [byDay],
  );
  return (
    <ScreenPanel title="安全中心 · 每日告警">
      <Chart title="每日告警" data={data} height={height} onPick={() => atDesk('/data-platform/alerts')} />
    </ScreenPanel>
  );
}
