/** 调用统计: how much was called, refused and how quick; every number and bar leads down to its hours. */
import { Button, Table } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DateRangeInput } from '../../../../ui/form/date-inputs.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard, numberText } from '../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { type OutputOf } from '../../../../kernel/contract.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { CallRow, Figures } from '../routes/statistic-routes.ts';
import { Wide } from './parts/wide.tsx';
import './market.css';

type Statistics = OutputOf<typeof contract.routes.statistics>;
type Narrow = (part: Readonly<Record<string, string | undefined>>) => void;

const shownDays = 30;

export default function StatisticsPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const today = shanghaiDate(new Date());
  const to = address.get('to') ?? today;
  const from =
    address.get('from') ??
    dayjs(today)
      .subtract(shownDays - 1, 'day')
      .format('YYYY-MM-DD');
  const part = (name: string) => address.get(name) ?? undefined;
  const narrowed = { app: part('app'), target: part('target'), outcome: part('outcome') };
  const asked = useCall(contract.routes.statistics, { from, to, ...narrowed });
  const narrow: Narrow = (given) => {
    const next = new URLSearchParams(address);
    for (const [name, value] of Object.entries(given))
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
    setAddress(next, { replace: true });
  };
  const isNarrowed =
    Object.values(narrowed).some((value) => value !== undefined) || part('from') !== undefined;
  return (
    <PageFrame
      title="调用统计"
      summary="本单位的应用调用了什么、本单位的接口被谁调用；按小时计数，点数字或图形看明细"
    >
      <div className="market-tools">
        <div className="market-range">
          <DateRangeInput
            value={`${from}..${to}`}
            onChange={(range) => {
              const [begin, end] = (range ?? '').split('..');
              narrow({ from: begin, to: end });
            }}
          />
        </div>
        {isNarrowed && <Button onClick={() => setAddress({}, { replace: true })}>清除条件</Button>}
      </div>
      <Shown of={asked} rows={10}>
        {(found) => <Figures found={found} narrow={narrow} />}
      </Shown>
    </PageFrame>
  );
}

function Figures(props: { readonly found: Statistics; readonly narrow: Narrow }): ReactNode {
  const { found, narrow } = props;
  const { total } = found;
  return (
    <>
      <Tiles minimum={150}>
        <NumberCard
          title="调用"
          value={total.calls}
          unit="次"
          onOpen={() => narrow({ outcome: undefined })}
        />
        <NumberCard
          title="已提供"
          value={total.served}
          unit="次"
          onOpen={() => narrow({ outcome: 'served' })}
        />
        <NumberCard
          title="拒绝率"
          value={total.calls - total.sandbox === 0 ? null : total.refused / (total.calls - total.sandbox)}
          unit="%"
          formula="被拒绝的调用 ÷（全部调用 − 沙箱答复）"
          better="lower"
          onOpen={() => narrow({ outcome: 'refused' })}
        />
        <NumberCard
          title="沙箱"
          value={total.sandbox}
          unit="次"
          onOpen={() => narrow({ outcome: 'sandbox' })}
        />
        <NumberCard
          title="用时中位数"
          value={total.p50}
          unit="毫秒"
          digits={1}
          formula="已提供的调用，按用时分档线性插值"
        />
        <NumberCard
          title="用时95分位"
          value={total.p95}
          unit="毫秒"
          digits={1}
          formula="已提供的调用，按用时分档线性插值"
        />
      </Tiles>
      <Section title="每日调用">
        <Chart
          title="每日调用"
          data={{
            kind: 'stack',
            unit: '次',
            categories: found.days.map(({ day }) => day),
            series: [
              { name: '已提供', values: found.days.map(({ served }) => served) },
              { name: '沙箱', values: found.days.map(({ sandbox }) => sandbox) },
              { name: '拒绝', values: found.days.map(({ refused }) => refused) },
            ],
          }}
          onPick={({ category }) => narrow({ from: category, to: category })}
        />
      </Section>
      <Tiles minimum={380}>
        <Section title="按接口" flush>
          <Ranking
            rows={found.targets.map((each) => ({
              ...each,
              key: each.target,
              name: each.title,
              note: each.target,
            }))}
            onPick={(target) => narrow({ target })}
          />
        </Section>
        <Section title="按应用" flush>
          <Ranking
            rows={found.apps.map((each) => ({ ...each, key: each.app, name: each.name }))}
            onPick={(app) => narrow({ app })}
          />
        </Section>
        <Section title="拒绝原因">
          <Chart
            title="拒绝原因"
            height={240}
            data={{
              kind: 'bar-across',
              unit: '次',
              categories: found.refusals.map(({ title }) => title),
              series: [{ name: '次数', values: found.refusals.map(({ calls }) => calls) }],
            }}
            onPick={({ category }) =>
              narrow({ outcome: found.refusals.find(({ title }) => title === category)?.outcome })
            }
          />
        </Section>
      </Tiles>
      <Section title={found.more ? '明细（最近 500 行）' : '明细'} flush>
        <Hours rows={found.rows} />
      </Section>
    </>
  );
}

interface Rank extends Figures {
  readonly key: string;
  readonly name: string;
  readonly note?: string;
}

function Ranking(props: {
  readonly rows: readonly Rank[];
  readonly onPick: (key: string) => void;
}): ReactNode {
  return (
    <Table<Rank>
      rowKey="key"
      size="small"
      pagination={{ pageSize: 8, hideOnSinglePage: true }}
      dataSource={[...props.rows]}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="还没有调用" /> }}
      columns={[
        {
          title: '名称',
          render: (_, row) => (
            <button type="button" className="city-link" onClick={() => props.onPick(row.key)}>
              {row.name}
              {row.note?.includes('@') && ` ${row.note.split('@')[1] ?? ''}`}
            </button>
          ),
        },
        { title: '调用', dataIndex: 'calls', align: 'end', render: (calls: number) => numberText(calls) },
        { title: '拒绝', dataIndex: 'refused', align: 'end', render: (calls: number) => numberText(calls) },
        {
          title: '95分位',
          dataIndex: 'p95',
          align: 'end',
          render: (p95: number | null) => (p95 === null ? '—' : `${numberText(p95, '', 1)} ms`),
        },
      ]}
    />
  );
}

function toneOf(outcome: string): string {
  if (outcome === 'served') return 'green';
  return outcome === 'sandbox' ? 'purple' : 'red';
}

function Hours(props: { readonly rows: readonly CallRow[] }): ReactNode {
  return (
    <Wide label="每小时明细">
      <Table<CallRow>
        rowKey={(row) => `${row.hour} ${row.app} ${row.target} ${row.outcome}`}
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={[...props.rows]}
        locale={{ emptyText: <Empty text="这段时间没有调用" hint="换个日期范围，或先在沙箱里试一试" /> }}
        columns={[
          { title: '小时', render: (_, row) => momentText(row.hour) },
          { title: '应用', dataIndex: 'appName' },
          { title: '接口版本', render: (_, row) => <code>{row.target}</code> },
          {
            title: '结果',
            render: (_, row) => <StatusTag tone={toneOf(row.outcome)}>{row.outcomeTitle}</StatusTag>,
          },
          { title: '次数', dataIndex: 'calls', align: 'end' },
          { title: '中位数', align: 'end', render: (_, row) => (row.p50 === null ? '—' : `${row.p50} ms`) },
          { title: '95分位', align: 'end', render: (_, row) => (row.p95 === null ? '—' : `${row.p95} ms`) },
        ]}
      />
    </Wide>
  );
}
