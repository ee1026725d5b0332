/** The forecast of the index: three days by level, the hours with their range, how wrong such forecasts were, and what became of those issued. */
import { Table, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import table from '../../data/air-quality-index.json' with { type: 'json' };
import { type Board, dayHourText, inkOn, pollutantNames, primaryText } from './air-words.ts';

type Forecast = NonNullable<Board['forecast']>;
type BandError = Forecast['errors'][number];

const hour = 3_600_000;
const levels = table.levels.rows;
const ways: Readonly<Record<Forecast['ways'][number]['way'], string>> = {
  unchanged: '不变',
  usual: '同时刻常态',
  fading: '常态加衰减偏离',
  regression: '岭回归',
};

function levelTitle(code: string | null): string {
  return levels.find((each) => each.code === code)?.name ?? '—';
}

/** 级别，或级别到级别。 */
function levelRange({ levelLow, levelHigh }: Forecast['days'][number]): string {
  if (levelLow === null || levelHigh === null) return '样本不足，不给范围';
  return levelLow === levelHigh ? levelTitle(levelLow) : `${levelTitle(levelLow)}～${levelTitle(levelHigh)}`;
}

const rounded = (value: number | null, digits = 1) => (value === null ? '—' : value.toFixed(digits));
const percent = (value: number | null) => (value === null ? '—' : `${Math.round(value * 100)}%`);
const bandTitle = ({ from, to }: { readonly from: number; readonly to: number }) => `${from}–${to} 小时`;

function Days(props: { readonly days: Forecast['days'] }): ReactNode {
  return (
    <ul className="air-days">
      {props.days.map((day) => {
        const level = levels.find((each) => day.aqi !== null && day.aqi <= each.upTo)?.code ?? null;
        const colour = levels.find((each) => each.code === level)?.colour ?? 'var(--city-line)';
        return (
          <li key={day.day} style={{ background: colour, color: inkOn(level) }}>
            <span>{day.day.slice(5)}</span>
            <b className="city-number">{day.low === null ? (day.aqi ?? '—') : `${day.low}–${day.high}`}</b>
            <strong>{levelRange(day)}</strong>
            <span>首要：{primaryText(day)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Hours(props: { readonly forecast: Forecast }): ReactNode {
  const { hours, issuedAt } = props.forecast;
  const begins = Date.parse(issuedAt);
  return (
    <Chart
      title="未来 72 小时 AQI"
      height={240}
      data={{
        kind: 'line',
        categories: hours.map(({ ahead }) =>
          dayHourText(new Date(begins + (ahead - 1) * hour).toISOString()),
        ),
        series: [
          { name: '预报', values: hours.map(({ aqi }) => aqi) },
          { name: '八成范围上限', values: hours.map(({ high }) => high) },
          { name: '八成范围下限', values: hours.map(({ low }) => low) },
        ],
      }}
    />
  );
}

/** In words, what the errors allow to say. */
function verdictOf(errors: readonly BandError[]): string {
  const better = errors.filter(({ skill }) => skill !== null && skill > 0).map(bandTitle);
  const worse = errors.filter(({ skill }) => skill !== null && skill <= 0).map(bandTitle);
  if (better.length + worse.length === 0) return '还没有可比的样本，看不出比“不变”好。';
  return [
    better.length > 0 && `${better.join('、')}比“不变”误差小`,
    worse.length > 0 && `${worse.join('、')}不比“不变”好`,
  ]
    .filter(Boolean)
    .join('；')
    .concat('。');
}

function Errors(props: { readonly errors: readonly BandError[]; readonly title: string }): ReactNode {
  const { errors, title } = props;
  if (errors.every(({ count }) => count === 0)) return <Empty text="还没有可与实况比较的预报" />;
  return (
    <>
      <Chart
        title={title}
        height={200}
        data={{
          kind: 'bar',
          unit: 'AQI',
          categories: errors.map(bandTitle),
          series: [
            { name: '预报的平均误差', values: errors.map(({ mae }) => mae && Math.round(mae * 10) / 10) },
            {
              name: '“不变”的平均误差',
              values: errors.map(({ unchangedMae }) => unchangedMae && Math.round(unchangedMae * 10) / 10),
            },
          ],
        }}
      />
      <Table<BandError>
        size="small"
        rowKey="from"
        pagination={false}
        scroll={{ x: 640 }}
        dataSource={[...errors]}
        columns={[
          { title: '时效', render: (_, each) => bandTitle(each) },
          { title: '次数', dataIndex: 'count', align: 'end' },
          { title: '平均误差', align: 'end', render: (_, { mae }) => rounded(mae) },
          { title: '均方根误差', align: 'end', render: (_, { rmse }) => rounded(rmse) },
          { title: '偏差', align: 'end', render: (_, { bias }) => rounded(bias) },
          { title: '技巧', align: 'end', render: (_, { skill }) => rounded(skill, 2) },
          { title: '级别命中', align: 'end', render: (_, each) => percent(each.levelHits) },
          { title: '“不变”命中', align: 'end', render: (_, each) => percent(each.unchangedHits) },
          { title: '范围命中', align: 'end', render: (_, each) => percent(each.rangeHits) },
        ]}
      />
      <p className="city-muted air-note">
        {verdictOf(errors)}技巧 = 1 − 平均误差 ÷ “不变”的平均误差，大于 0 才算有用。
      </p>
    </>
  );
}

function Issued(props: { readonly station: string | null }): ReactNode {
  const { station } = props;
  const navigate = useNavigate();
  const reply = useCall(contract.routes.forecastErrors, station === null ? {} : { station });
  const rows = '/registers/environment.air-forecast/rows';
  return (
    <Shown of={reply} rows={6}>
      {({ issued, hindcasts, errors, course }) => (
        <>
          <p className="city-muted air-note">
            近 14 天发布 {issued} 次、回报 {hindcasts} 次
          </p>
          <Link to={station === null ? rows : `${rows}?f.station=${station}`}>逐次查看</Link>
          {course.some(({ foretold }) => foretold !== null) && (
            <Chart
              title="提前一天以上的预报和实况"
              height={200}
              onPick={() => void navigate(station === null ? rows : `${rows}?f.station=${station}`)}
              data={{
                kind: 'line',
                unit: 'AQI',
                categories: course.map((each) => dayHourText(each.hour)),
                series: [
                  { name: '实况', values: course.map(({ came }) => came) },
                  { name: '预报', values: course.map(({ foretold }) => foretold) },
                ],
              }}
            />
          )}
          <Errors errors={errors} title="已发布和回报的预报误差" />
        </>
      )}
    </Shown>
  );
}

function Ways(props: { readonly ways: Forecast['ways'] }): ReactNode {
  const pollutants = [...new Set(props.ways.map(({ pollutant }) => pollutant))];
  const bands = [...new Map(props.ways.map((each) => [each.from, each])).values()];
  return (
    <Table<string>
      size="small"
      rowKey={(pollutant) => pollutant}
      pagination={false}
      scroll={{ x: 640 }}
      dataSource={pollutants}
      columns={[
        { title: '污染物', render: (_, each) => pollutantNames[each as keyof typeof pollutantNames] },
        ...bands.map((band) => ({
          title: bandTitle(band),
          render: (_: unknown, each: string) => {
            const found = props.ways.find(({ pollutant, from }) => pollutant === each && from === band.from);
            return found === undefined ? '—' : ways[found.way];
          },
        })),
      ]}
    />
  );
}

/** `station` null: the city. `checked` adds what only officials may ask for. */
export function ForecastPart(props: {
  readonly forecast: Board['forecast'];
  readonly station: string | null;
  readonly checked: boolean;
}): ReactNode {
  const { forecast, station, checked } = props;
  const [open, setOpen] = useState('hours');
  if (forecast === null) return <Empty text="还没有预报：历史不足三天，或刚才几小时没有有效数据" />;
  const items = [
    { key: 'hours', label: '逐小时', children: <Hours forecast={forecast} /> },
    {
      key: 'errors',
      label: '回报检验',
      children: <Errors errors={forecast.errors} title="回报检验的误差" />,
    },
    ...(checked ? [{ key: 'issued', label: '发布检验', children: <Issued station={station} /> }] : []),
    { key: 'ways', label: '所用方法', children: <Ways ways={forecast.ways} /> },
  ];
  return (
    <>
      <Days days={forecast.days} />
      <Tabs items={items} activeKey={open} onChange={setOpen} />
      <p className="city-muted air-note">
        {dayHourText(forecast.issuedAt)}
        起报的统计预报，只用本站历史，各时效取回报误差最小的方法，没有气象和化学模式。
      </p>
    </>
  );
}
