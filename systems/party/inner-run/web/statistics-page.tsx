/** 办理统计: by unit what was finished, in time, in how many days, and saved; every number opens its rows. */
import { DatePicker, Drawer } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard, numberText } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { measures } from '../routes/statistics-routes.ts';
import './inner-run.css';

type Unit = OutputOf<typeof contract.routes.statistics>['total'];
type Measure = (typeof measures)[number];

interface Period {
  readonly from: string;
  readonly to: string;
}

interface Opened {
  readonly of: Measure;
  readonly title: string;
  readonly unit?: string;
}

const columns: readonly (readonly [measure: Measure, title: string])[] = [
  ['finished', '办结'],
  ['overdue', '超承诺'],
  ['deemedAccepted', '视为受理'],
  ['supplemented', '补正'],
  ['rated', '已评价'],
  ['silent', '会办超时'],
];

export default function StatisticsPage(): ReactNode {
  const today = shanghaiDate(new Date());
  const [period, setPeriod] = useState<Period>({ from: `${today.slice(0, 4)}-01-01`, to: today });
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const asked = useCall(contract.routes.statistics, period, { keep: true });
  return (
    <PageFrame
      title="办理统计"
      summary={asked.data?.formula ?? '按办理单位统计'}
      extra={
        <DatePicker.RangePicker
          aria-label="统计时段"
          allowClear={false}
          value={[dayjs(period.from), dayjs(period.to)]}
          onChange={(days) => {
            const [from, to] = days ?? [];
            if (from && to) setPeriod({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
          }}
        />
      }
    >
      <Shown of={asked}>
        {({ total, units }) => (
          <>
            <Tiles minimum={160}>
              <NumberCard
                title="办结"
                value={total.finished}
                unit="件"
                onOpen={() => setOpened({ of: 'finished', title: '办结' })}
              />
              <NumberCard
                title="按时办结率"
                value={total.onTime}
                unit="%"
                onOpen={() => setOpened({ of: 'overdue', title: '超承诺时限的办件' })}
              />
              <NumberCard
                title="平均用时"
                value={total.averageDays}
                unit="工作日"
                digits={1}
                onOpen={() => setOpened({ of: 'finished', title: '办结' })}
              />
              <NumberCard
                title="节省时间"
                value={total.savedDays}
                unit="工作日"
                digits={1}
                onOpen={() => setOpened({ of: 'finished', title: '办结' })}
              />
              <NumberCard
                title="少跑"
                value={total.runsSaved}
                unit="次"
                formula="各办件改革前跑动次数之和"
                onOpen={() => setOpened({ of: 'finished', title: '办结' })}
              />
            </Tiles>
            <Section title="按单位" flush>
              {units.length === 0 ? (
                <Empty text="这个时段没有办结的件" />
              ) : (
                <UnitTable units={units} onOpen={setOpened} />
              )}
            </Section>
          </>
        )}
      </Shown>
      {opened && <Rows opened={opened} period={period} onClose={() => setOpened(undefined)} />}
    </PageFrame>
  );
}

function UnitTable(props: {
  readonly units: readonly Unit[];
  readonly onOpen: (opened: Opened) => void;
}): ReactNode {
  return (
    <div className="city-plain-scroll">
      <table className="city-plain-table">
        <thead>
          <tr>
            <th>单位</th>
            {columns.map(([measure, title]) => (
              <th key={measure} className="is-number">
                {title}
              </th>
            ))}
            <th className="is-number">按时办结率</th>
            <th className="is-number">平均用时</th>
            <th className="is-number">节省时间</th>
            <th className="is-number">评价</th>
          </tr>
        </thead>
        <tbody>
          {props.units.map((unit) => (
            <tr key={unit.unit}>
              <td>{unit.name}</td>
              {columns.map(([measure, title]) => (
                <Figure key={measure} unit={unit} of={measure} title={title} onOpen={props.onOpen}>
                  {unit[measure]}
                </Figure>
              ))}
              <Figure unit={unit} of="finished" title="按时办结率" onOpen={props.onOpen}>
                {unit.onTime === null ? '—' : `${numberText(unit.onTime, '%')}%`}
              </Figure>
              <Figure unit={unit} of="finished" title="平均用时" onOpen={props.onOpen}>
                {unit.averageDays ?? '—'}
              </Figure>
              <Figure unit={unit} of="finished" title="节省时间" onOpen={props.onOpen}>
                {unit.savedDays}
              </Figure>
              <Figure unit={unit} of="rated" title="评价" onOpen={props.onOpen}>
                {unit.stars === null ? '—' : `${unit.stars} 星`}
              </Figure>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A number that opens its rows; where there are none it only stands. */
function Figure(props: {
  readonly unit: Unit;
  readonly of: Measure;
  readonly title: string;
  readonly onOpen: (opened: Opened) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { unit, of, title, children } = props;
  return (
    <td className="is-number">
      {unit[of] === 0 ? (
        children
      ) : (
        <button
          type="button"
          className="city-link"
          aria-label={`${unit.name}${title}`}
          onClick={() => props.onOpen({ of, title: `${unit.name}${title}`, unit: unit.unit })}
        >
          {children}
        </button>
      )}
    </td>
  );
}

function Rows(props: {
  readonly opened: Opened;
  readonly period: Period;
  readonly onClose: () => void;
}): ReactNode {
  const { opened, period, onClose } = props;
  const { of, unit, title } = opened;
  const asked = useCall(contract.routes.statisticsRows, {
    ...period,
    of,
    ...(unit === undefined ? {} : { unit }),
  });
  return (
    <Drawer open title={title} size={640} onClose={onClose}>
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="没有办件" />
          ) : (
            <ul className="inner-list">
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to={`/inner-run/applications/${row.id}`}>{row.title}</Link>
                  <span>{row.itemTitle}</span>
                  <span className="city-muted">
                    {row.applicantName}申请，{row.handlerName}办理，用 {row.usedDays ?? '—'} 个工作日，节省{' '}
                    {row.savedDays ?? '—'}
                    {row.finishedAt && `，${momentText(row.finishedAt)} 办完`}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Drawer>
  );
}
