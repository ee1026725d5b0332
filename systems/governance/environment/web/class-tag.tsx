/** The class of water as a word in its colour; worse than its target it says so. */
import type { ReactNode } from 'react';
import table from '../data/surface-water.json' with { type: 'json' };

export function classOf(
  grade: string | number | null,
): { readonly name: string; readonly colour: string; readonly word: string } | undefined {
  return table.classes.find((each) => each.code === String(grade));
}

export function ClassTag(props: {
  readonly grade: string | null;
  readonly target?: string;
  readonly plain?: boolean;
}): ReactNode {
  const found = classOf(props.grade);
  if (found === undefined) return '—';
  const worse = props.target !== undefined && Number(props.grade) > Number(props.target);
  return (
    <span className="air-level" title={worse ? '劣于考核目标' : found.word}>
      {props.plain !== true && <i style={{ background: found.colour }} />}
      {found.name}
      {worse && <b className="water-worse">超目标</b>}
    </span>
  );
}
