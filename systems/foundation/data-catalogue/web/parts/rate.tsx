/** A share as a bar, a per cent and the rows behind it; '—' without a denominator. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import '../catalogue.css';

/** Null without a denominator: a department that owes nothing has no rate. */
export function rate(done: number, total: number): number | null {
  return total === 0 ? null : done / total;
}

export function Rate(props: {
  readonly done: number;
  readonly total: number;
  readonly to: string;
  readonly missing: string;
}): ReactNode {
  const { done, total } = props;
  if (total === 0) return <span className="city-muted">—</span>;
  return (
    <span className="catalogue-share">
      <span className="catalogue-bar" aria-hidden>
        <span style={{ width: `${(done / total) * 100}%` }} />
      </span>
      <span className="catalogue-rate">{((done / total) * 100).toFixed(1)}%</span>
      <Link to={props.to}>
        {done}/{total}
      </Link>
      {done < total && <Link to={props.missing}>差{total - done}</Link>}
    </span>
  );
}
