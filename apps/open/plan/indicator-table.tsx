/** The 18 indicators of the plan with their values of 2020, 2022 and 2025, formula and source. */
import type { ReactNode } from 'react';
import {
  type IndicatorGroup,
  indicatorGroups,
  isPlanned,
  type PlanIndicator,
  planIndicators,
} from '../../../plan.ts';

export function IndicatorTable(): ReactNode {
  return (
    <section className="plan-task" id="indicators" aria-label="发展指标">
      <header>
        <i aria-hidden>标</i>
        <h2>“十四五”发展指标</h2>
        <p className="city-number">{planIndicators.length} 项</p>
      </header>
      <div className="plan-table">
        <table>
          <thead>
            <tr>
              <th scope="col">序号</th>
              <th scope="col">指标</th>
              <th scope="col">2020 年</th>
              <th scope="col">2022 年</th>
              <th scope="col">2025 年</th>
              <th scope="col">计算方法与数据来源</th>
              <th scope="col">状态</th>
            </tr>
          </thead>
          {(Object.keys(indicatorGroups) as IndicatorGroup[]).map((group) => (
            <tbody key={group}>
              <tr className="plan-table-group">
                <th colSpan={7} scope="rowgroup">
                  {indicatorGroups[group]}
                </th>
              </tr>
              {planIndicators
                .filter((one) => one.group === group)
                .map((one) => (
                  <Line key={one.id} one={one} />
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

function Line(props: { readonly one: PlanIndicator }): ReactNode {
  const { one } = props;
  return (
    <tr>
      <td className="city-number">{planIndicators.indexOf(one) + 1}</td>
      <th scope="row">
        {one.name}
        <small>
          {one.unit} · {one.kind}
        </small>
      </th>
      <td className="city-number">{one.values[2020]}</td>
      <td className="city-number">{one.values[2022]}</td>
      <td className="city-number is-goal">{one.values[2025]}</td>
      <td>
        {one.formula}
        <small>{one.source}</small>
      </td>
      <td>
        <span className={isPlanned(one) ? 'plan-state' : 'plan-state is-on'}>
          {isPlanned(one) ? '规划中' : '已接入'}
        </span>
      </td>
    </tr>
  );
}
