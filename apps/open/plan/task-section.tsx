/** One task of the plan with its items. */
import type { ReactNode } from 'react';
import { boards, itemStates, type PlanItem, planModes, stateOf } from '../../../plan.ts';
import type { TaskGroup } from './plan-filter.ts';

export function TaskSection(props: { readonly group: TaskGroup; readonly numeral: string }): ReactNode {
  const { group } = props;
  const share = group.total === 0 ? 0 : group.built / group.total;
  return (
    <section className="plan-task" id={group.task} aria-label={group.title}>
      <header>
        <i aria-hidden>{props.numeral}</i>
        <h2>{group.title}</h2>
        <p className="city-number">
          已建 <b>{group.built}</b> / {group.total} 项{group.part > 0 && `，部分已建 ${group.part} 项`}
        </p>
        <span className="plan-bar" aria-hidden>
          <em style={{ width: `${share * 100}%` }} />
        </span>
      </header>
      <ul>
        {group.items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Item(props: { readonly item: PlanItem }): ReactNode {
  const { item } = props;
  const state = stateOf(item);
  return (
    <li className={`plan-item is-${state}`} id={item.id}>
      <div className="plan-item-head">
        <h3>{item.name}</h3>
        <span className="plan-state">{itemStates[state]}</span>
      </div>
      <p>{item.summary}</p>
      {item.missing && <p className="city-muted">还没有：{item.missing}</p>}
      <footer>
        <span>规划 {item.section}</span>
        <span>{planModes[item.mode]}</span>
        <span>
          {item.boards.length === Object.keys(boards).length
            ? '四板块共用'
            : item.boards.map((board) => boards[board]).join('、')}
        </span>
        {state !== 'planned' && (
          <a href={`/desk/${item.system}`} aria-label={`进入${item.name}`}>
            进入系统 ›
          </a>
        )}
      </footer>
    </li>
  );
}
