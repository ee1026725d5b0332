/** 考核得分: each unit's score in a period; a row opens the facts behind every point, and the unit appeals from there. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { numberText } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { FactsDrawer } from './parts/facts-drawer.tsx';
import './supervision.css';

type Unit = OutputOf<typeof contract.routes.scores>['units'][number];

export interface Period {
  readonly from: string;
  readonly to: string;
}

export default function ScoresPage(): ReactNode {
  const today = shanghaiDate(new Date());
  const [period, setPeriod] = useState<Period>({ from: `${today.slice(0, 4)}-01-01`, to: today });
  const [opened, setOpened] = useState<Unit | undefined>(undefined);
  const asked = useCall(contract.routes.scores, period, { keep: true });
  return (
    <PageFrame
      title="考核得分"
      summary={asked.data?.formula ?? '每一分都能点到事实'}
      extra={
        <DatePicker.RangePicker
          aria-label="考核时段"
          allowClear={false}
          value={[dayjs(period.from), dayjs(period.to)]}
          onChange={(days) => {
            const [from, to] = days ?? [];
            if (from && to) setPeriod({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
          }}
        />
      }
    >
      <Section flush>
        <Shown of={asked}>
          {({ units }) =>
            units.length === 0 ? (
              <Empty text="这个时段没有督查任务" />
            ) : (
              <ScoreTable units={units} onOpen={setOpened} />
            )
          }
        </Shown>
      </Section>
      {opened && <FactsDrawer unit={opened} period={period} onClose={() => setOpened(undefined)} />}
    </PageFrame>
  );
}

function ScoreTable(props: {
  readonly units: readonly Unit[];
  readonly onOpen: (unit: Unit) => void;
}): ReactNode {
  return (
    <div className="city-plain-scroll">
      <table className="city-plain-table">
        <thead>
          <tr>
            <th className="is-number">名次</th>
            <th>单位</th>
            <th className="is-number">得分</th>
            <th className="is-number">任务</th>
            <th className="is-number">已销号</th>
            <th className="is-number">按期办结率</th>
            <th>加减分</th>
          </tr>
        </thead>
        <tbody>
          {props.units.map((unit, index) => (
            <tr key={unit.unit}>
              <td className="is-number">{index + 1}</td>
              <td>{unit.name}</td>
              <td className="is-number">
                <button type="button" className="city-link" onClick={() => props.onOpen(unit)}>
                  {unit.score}
                </button>
              </td>
              <td className="is-number">
                <Link to={`/supervision?unit=${unit.unit}`}>{unit.tasks}</Link>
              </td>
              <td className="is-number">
                <Link to={`/supervision?unit=${unit.unit}`}>{unit.closed}</Link>
              </td>
              <td className="is-number">{unit.onTime === null ? '—' : `${numberText(unit.onTime, '%')}%`}</td>
              <td className="is-long">
                {unit.parts
                  .map(({ title, count, counted }) => `${title} ${count} 次 ${counted} 分`)
                  .join('；') || '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
