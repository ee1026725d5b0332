/** Whether an outcome lies within its tolerance, in a word. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { Outcome } from '../../routes/suite-routes.ts';

export function PassedTag(props: { readonly outcome: Outcome | null }): ReactNode {
  const { outcome } = props;
  if (outcome === null) return <span className="city-muted">—</span>;
  if (outcome.problem !== null)
    return (
      <>
        <StatusTag tone="yellow">无法检查</StatusTag> <small className="city-muted">{outcome.problem}</small>
      </>
    );
  if (outcome.passed === null) return <StatusTag tone="grey">没有可查的行</StatusTag>;
  return outcome.passed ? <StatusTag tone="green">达标</StatusTag> : <StatusTag tone="red">不达标</StatusTag>;
}
