/** 指标卡: one number with its unit, how it is counted, how it moved, and the way to its rows. A rate without a denominator is '—'. */
import type { ReactNode } from 'react';

export interface NumberCardProps {
  readonly title: string;
  readonly value: number | null | undefined;
  /** '件', '%' — with '%' the value is a fraction of 1. */
  readonly unit?: string;
  /** Digits after the point; default 1 for '%', else 0. */
  readonly digits?: number;
  /** The formula in words and its source. */
  readonly formula?: string;
  /** The same number of the last period. */
  readonly before?: number | null;
  readonly beforeName?: string;
  readonly better?: 'higher' | 'lower';
  readonly onOpen?: () => void;
}

export function numberText(value: number | null | undefined, unit?: string, digits?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '—';
  const shown = unit === '%' ? value * 100 : value;
  const places = digits ?? (unit === '%' ? 1 : 0);
  return shown.toLocaleString('zh-CN', { minimumFractionDigits: places, maximumFractionDigits: places });
}

export function NumberCard(props: NumberCardProps): ReactNode {
  const text = numberText(props.value, props.unit, props.digits);
  const inner = (
    <>
      <span className="city-number-title">
        {props.title}
        {props.formula && (
          <span
            title={`计算方法：${props.formula}`}
            role="note"
            aria-label={`计算方法：${props.formula}`}
            className="city-number-help"
          >
            ?
          </span>
        )}
      </span>
      <span className="city-number-value">
        {text}
        {props.unit && text !== '—' && <small>{props.unit}</small>}
      </span>
      <Compare {...props} />
      {props.onOpen && <span className="city-hidden">查看明细</span>}
    </>
  );
  return props.onOpen ? (
    <button type="button" className="city-number-card" onClick={props.onOpen}>
      {inner}
    </button>
  ) : (
    <div className="city-number-card">{inner}</div>
  );
}

function Compare(props: NumberCardProps): ReactNode {
  if (props.before === undefined) return null;
  const name = props.beforeName ?? '上期';
  if (props.before === null || props.value === null || props.value === undefined) {
    return <span className="city-number-compare">较{name} —</span>;
  }
  const moved = props.value - props.before;
  if (Math.abs(moved) < 1e-12) return <span className="city-number-compare">与{name}持平</span>;
  const better = moved > 0 ? 'higher' : 'lower';
  const good = props.better === better ? 'yes' : 'no';
  return (
    <span className="city-number-compare">
      较{name}
      <b data-good={props.better && good}>
        {' '}
        {moved > 0 ? '上升' : '下降'} {movedText(moved, props.before, props.unit)}
      </b>
    </span>
  );
}

/** A share moves by percentage points, a count by per cent; from nothing, by itself. */
function movedText(moved: number, before: number, unit: string | undefined): string {
  const size = Math.abs(moved);
  if (unit === '%') return `${numberText(size, '%', 1)} 个百分点`;
  return before === 0 ? numberText(size) : `${numberText(size / Math.abs(before), '%', 1)}%`;
}
