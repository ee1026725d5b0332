/** Counties by the composite index of a period, cleanest first. */
import { Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Segmented } from 'antd';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const day = 86_400_000;
const shanghai = 8 * 3_600_000;
const spans = [
  { label: '近 7 天', value: 7 },
  { label: '近 30 天', value: 30 },
  { label: '近一年', value: 365 },
];

function dateOf(at: number): string {
  return new Date(at + shanghai).toISOString().slice(0, 10);
}

export function Ranking(): ReactNode {
  const [span, setSpan] = useState(7);
  const asked = useMemo(
    () => ({ from: dateOf(Date.now() - span * day), to: dateOf(Date.now() - day) }),
    [span],
  );
  const reply = useCall(contract.routes.airRanking, asked, { keep: true, fresh: 300_000 });
  return (
    <Section
      flush
      title="县（市、区）排名"
      extra={<Segmented<number> aria-label="时段" options={spans} value={span} onChange={setSpan} />}
    >
      <Shown of={reply} rows={6}>
        {({ rows, source }) =>
          rows.length === 0 ? (
            <Empty text="这段时间没有日报" />
          ) : (
            <>
              <Table
                size="small"
                rowKey="area"
                pagination={false}
                dataSource={[...rows]}
                columns={[
                  { title: '位次', width: 64, render: (_, row) => row.rank ?? '—' },
                  { title: '县（市、区）', dataIndex: 'areaName' },
                  {
                    title: '综合指数',
                    align: 'end',
                    render: (_, row) => row.index?.toFixed(2) ?? '数据不足',
                  },
                  { title: 'PM2.5 均值', align: 'end', render: (_, row) => row.pm25 ?? '—' },
                  {
                    title: '优良天数',
                    align: 'end',
                    render: (_, row) => (
                      <Link
                        to={`/registers/environment.air-day/rows?f.area=${row.area}&f.day=${asked.from}..${asked.to}`}
                      >
                        {row.goodDays} / {row.days}
                      </Link>
                    ),
                  },
                ]}
              />
              <p className="city-muted air-note">
                综合指数为各污染物浓度与二级限值之比的和（{source ?? '数据不足'}
                ），越小越好；多站的县按站日合计。
              </p>
            </>
          )
        }
      </Shown>
    </Section>
  );
}
