/** How much waits, by type and stage and by light; a click narrows the list to it. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

type Counts = OutputOf<(typeof contract)['routes']['counts']>;
type Where = Readonly<Record<string, string>>;

const lights: readonly { readonly light: string; readonly title: string }[] = [
  { light: 'red', title: '已超期' },
  { light: 'yellow', title: '将到期' },
  { light: 'green', title: '正常' },
];

export function StageChips(props: {
  readonly counts: Counts;
  readonly where: Where;
  readonly onWhere: (where: Where) => void;
}): ReactNode {
  const { counts, where } = props;
  const { light, ...place } = where;
  const many = new Set(counts.stages.map((one) => one.type)).size > 1;
  const shown = counts.stages.filter(
    (one) =>
      (!where['type'] || one.type === where['type']) && (!where['stage'] || one.stage === where['stage']),
  );
  const sums: Readonly<Record<string, number>> = {
    red: shown.reduce((sum, one) => sum + one.red, 0),
    yellow: shown.reduce((sum, one) => sum + one.yellow, 0),
  };
  const put = (next: Where) => props.onWhere(light ? { ...next, light } : next);
  return (
    <div className="flow-chips" role="group" aria-label="按环节和时限筛选">
      <Chip on={!where['type'] && !where['stage']} onClick={() => put({})}>
        全部 <b>{counts.more ? `${counts.total}+` : counts.total}</b>
      </Chip>
      {counts.stages.map((one) => (
        <Chip
          key={`${one.type} ${one.stage}`}
          on={where['type'] === one.type && where['stage'] === one.stage}
          onClick={() => put({ type: one.type, stage: one.stage })}
        >
          {many ? `${one.typeTitle} · ${one.stageTitle}` : one.stageTitle} <b>{one.count}</b>
          {one.red > 0 && <span className="flow-chip-late">超期 {one.red}</span>}
        </Chip>
      ))}
      <span className="flow-chip-break" />
      {lights.map((one) => (
        <Chip
          key={one.light}
          on={light === one.light}
          onClick={() => props.onWhere(light === one.light ? place : { ...place, light: one.light })}
        >
          <span className="city-light" data-light={one.light}>
            {one.title}
          </span>
          {sums[one.light] !== undefined && <b>{sums[one.light]}</b>}
        </Chip>
      ))}
    </div>
  );
}

function Chip(props: {
  readonly on: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button type="button" className="flow-chip" aria-pressed={props.on} onClick={props.onClick}>
      {props.children}
    </button>
  );
}
