/** The plan, item by item: what it asks for, what runs already, and where each of its 18 indicators stands. */
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Board, boards, type ItemState, itemStates, planIndicators, planItems } from '../../../plan.ts';
import { usePinyin } from '../../../ui/form/match-pinyin.ts';
import { IndicatorTable } from './indicator-table.tsx';
import { countOf, groupPlan, type PlanWish } from './plan-filter.ts';
import { TaskSection } from './task-section.tsx';
import './plan.css';

const statuses = [['all', '全部'], ...Object.entries(itemStates)] as const;

export default function PlanPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const wish = readWish(address);
  const [text, setText] = useState(wish.text);
  const preparePinyin = usePinyin();
  const groups = groupPlan(planItems, { ...wish, text });
  const found = groups.reduce((sum, group) => sum + group.items.length, 0);
  function choose(key: string, value: string): void {
    const next = new URLSearchParams(address);
    if (value === '' || value === 'all') next.delete(key);
    else next.set(key, value);
    setAddress(next, { replace: true });
  }
  return (
    <div className="plan">
      <header className="plan-hero">
        <div className="open-width">
          <h1>数字阜阳规划落地情况</h1>
          <p>依据《数字阜阳建设“十四五”发展规划》（阜数〔2022〕1号），逐项公开建设进展。</p>
          <dl>
            <Count title="规划建设项" value={planItems.length} />
            {Object.entries(itemStates).map(([state, title]) => (
              <Count key={state} title={title} value={countOf(planItems, state as ItemState)} />
            ))}
            <Count title="发展指标" value={planIndicators.length} />
          </dl>
        </div>
      </header>
      <div className="plan-filter">
        <div className="open-width">
          <input
            type="search"
            value={text}
            placeholder="搜索建设项（汉字或拼音首字母）"
            aria-label="搜索建设项"
            onFocus={preparePinyin}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => choose('q', text.trim())}
          />
          <div role="group" aria-label="状态" className="plan-chips">
            {statuses.map(([key, title]) => (
              <button
                key={key}
                type="button"
                aria-pressed={wish.status === key}
                onClick={() => choose('status', key)}
              >
                {title}
              </button>
            ))}
          </div>
          <select
            value={wish.board}
            aria-label="板块"
            onChange={(event) => choose('board', event.target.value)}
          >
            <option value="all">全部板块</option>
            {Object.entries(boards).map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
          <span className="city-muted" role="status">
            {found} 项
          </span>
        </div>
      </div>
      <div className="open-width plan-body">
        <nav className="plan-index" aria-label="任务">
          {groups.map((group, index) => (
            <a key={group.task} href={`#${group.task}`} aria-disabled={group.items.length === 0}>
              <i aria-hidden>{numerals[index]}</i>
              <span>{group.title}</span>
              <b>{group.items.length}</b>
            </a>
          ))}
          <a href="#indicators">
            <i aria-hidden>标</i>
            <span>发展指标</span>
            <b>{planIndicators.length}</b>
          </a>
        </nav>
        <div className="plan-groups">
          {found === 0 && <p className="plan-none">没有符合条件的建设项，换个词试试。</p>}
          {groups.map(
            (group, index) =>
              group.items.length > 0 && (
                <TaskSection key={group.task} group={group} numeral={numerals[index] ?? ''} />
              ),
          )}
          <IndicatorTable />
        </div>
      </div>
    </div>
  );
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '保'];

function Count(props: { readonly title: string; readonly value: number }): ReactNode {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function readWish(address: URLSearchParams): PlanWish {
  const status = address.get('status') ?? '';
  const board = address.get('board') ?? '';
  return {
    text: address.get('q') ?? '',
    status: status in itemStates ? (status as ItemState) : 'all',
    board: board in boards ? (board as Board) : 'all',
  };
}
