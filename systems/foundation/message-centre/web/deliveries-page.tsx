/** 发送记录: what left the app and what came of it, with masked addresses; and the numbers of the last month. */
import { Button, Select, Table, Tabs } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import type { InputOf, OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Failed, Loading, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { channelTitles, stateTitles } from '../data/words.ts';
import './centre.css';

type Delivery = OutputOf<typeof contract.routes.deliveries>['rows'][number];
type Query = Pick<InputOf<typeof contract.routes.deliveries>, 'channel' | 'state'>;
type Line = OutputOf<typeof contract.routes.statistics>[number];

const tones: Readonly<Record<string, Tone>> = {
  sent: 'blue',
  delivered: 'green',
  read: 'green',
  failed: 'red',
  dead: 'red',
  held: 'yellow',
  waiting: 'yellow',
  sending: 'yellow',
};

export default function DeliveriesPage(): ReactNode {
  return (
    <PageFrame title="发送记录" summary="站外渠道逐条记录，号码和姓名只显示掩码；发出后不保留正文">
      <Tabs
        destroyOnHidden
        items={[
          { key: 'rows', label: '逐条记录', children: <Rows /> },
          { key: 'numbers', label: '近 30 天统计', children: <Numbers /> },
        ]}
      />
    </PageFrame>
  );
}

function optionsOf(titles: Readonly<Record<string, string>>, without: readonly string[] = []) {
  return Object.entries(titles)
    .filter(([value]) => !without.includes(value))
    .map(([value, label]) => ({ value, label }));
}

function Rows(): ReactNode {
  const [query, setQuery] = useState<Query>({});
  const [before, setBefore] = useState<string | undefined>(undefined);
  const mends = useMay('message-centre:keep-channels');
  const asked = useCall(
    contract.routes.deliveries,
    { ...query, ...(before === undefined ? {} : { before }), size: 50 },
    { every: 15_000, keep: true },
  );
  const { act, acting } = useAct(contract.routes.resend, {
    onDone: () => tell('success', '已重新排队发送'),
  });
  const columns: ColumnType<Delivery>[] = [
    { title: '时间', dataIndex: 'createdAt', render: (at: string) => momentText(at) },
    { title: '消息', key: 'title', render: (_, row) => `${row.title}（第 ${row.version} 版）` },
    { title: '渠道', dataIndex: 'channel', render: (one: string) => channelTitles[one] ?? one },
    { title: '接收人', dataIndex: 'person' },
    { title: '号码或地址', dataIndex: 'shown' },
    {
      title: '状态',
      dataIndex: 'state',
      render: (state: string) => (
        <StatusTag tone={tones[state] ?? 'grey'}>{stateTitles[state] ?? state}</StatusTag>
      ),
    },
    { title: '原因代码', dataIndex: 'reason', render: (reason: string | null) => reason ?? '—' },
    { title: '次数', dataIndex: 'tries', align: 'right' },
    {
      title: '下次发送或结果时间',
      key: 'at',
      render: (_, row) =>
        momentText(
          row.readAt ??
            row.deliveredAt ??
            row.sentAt ??
            (['waiting', 'held'].includes(row.state) ? row.dueAt : row.createdAt),
        ),
    },
    {
      title: '',
      key: 'acts',
      render: (_, row) =>
        mends && row.state === 'dead' ? (
          <Button size="small" loading={acting} onClick={() => void act({ id: row.id })}>
            重新发送
          </Button>
        ) : null,
    },
  ];
  function narrow(part: Query): void {
    setBefore(undefined);
    setQuery({ ...query, ...part });
  }
  return (
    <Section
      flush
      extra={
        <>
          <Select<Query['channel']>
            allowClear
            aria-label="渠道"
            placeholder="全部渠道"
            className="centre-filter"
            options={
              optionsOf(channelTitles, ['app']) as { value: NonNullable<Query['channel']>; label: string }[]
            }
            onChange={(channel) => narrow({ channel })}
          />
          <Select<Query['state']>
            allowClear
            aria-label="状态"
            placeholder="全部状态"
            className="centre-filter"
            options={optionsOf(stateTitles) as { value: NonNullable<Query['state']>; label: string }[]}
            onChange={(state) => narrow({ state })}
          />
        </>
      }
    >
      {asked.isPending && <Loading rows={6} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data &&
        (asked.data.rows.length === 0 ? (
          <Empty text="没有符合条件的发送记录" />
        ) : (
          <Table<Delivery>
            rowKey="id"
            size="middle"
            columns={columns}
            dataSource={asked.data.rows}
            pagination={false}
            scroll={{ x: 'max-content' }}
          />
        ))}
      {(asked.data?.more === true || before !== undefined) && (
        <p className="centre-more">
          {before !== undefined && <Button onClick={() => setBefore(undefined)}>回到最新</Button>}
          {asked.data?.more === true && (
            <Button onClick={() => setBefore(asked.data?.rows.at(-1)?.id)}>更早的记录</Button>
          )}
        </p>
      )}
    </Section>
  );
}

function shareOf(line: Line, states: readonly string[]): string {
  if (line.total === 0) return '—';
  const part = states.reduce((sum, state) => sum + (line.states[state] ?? 0), 0);
  return `${part}（${((part / line.total) * 100).toFixed(1)}%）`;
}

const numberColumns: ColumnType<Line>[] = [
  { title: '消息', dataIndex: 'title' },
  { title: '渠道', dataIndex: 'channel', render: (one: string) => channelTitles[one] ?? one },
  { title: '条数', dataIndex: 'total', align: 'right' },
  {
    title: '已发出',
    key: 'sent',
    align: 'right',
    render: (_, line) => shareOf(line, ['sent', 'delivered', 'read']),
  },
  {
    title: '已送达',
    key: 'delivered',
    align: 'right',
    // The app itself gives no receipt but the reading.
    render: (_, line) => (line.channel === 'app' ? '—' : shareOf(line, ['delivered', 'read'])),
  },
  { title: '已读', key: 'read', align: 'right', render: (_, line) => shareOf(line, ['read']) },
  { title: '失败', key: 'failed', align: 'right', render: (_, line) => shareOf(line, ['failed', 'dead']) },
];

function Numbers(): ReactNode {
  const asked = useCall(contract.routes.statistics, { days: 30 });
  return (
    <Section flush>
      <Shown of={asked}>
        {(lines) =>
          lines.length === 0 ? (
            <Empty text="近 30 天没有按模板发送的消息" />
          ) : (
            <Table<Line>
              rowKey={(line) => `${line.template} ${line.channel}`}
              size="middle"
              columns={numberColumns}
              dataSource={[...lines]}
              pagination={false}
              scroll={{ x: 'max-content' }}
            />
          )
        }
      </Shown>
    </Section>
  );
}
