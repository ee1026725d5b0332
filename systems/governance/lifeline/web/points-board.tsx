/** Points of one kind: where they are, beside how they stand, and by which rules they are judged. */
import type { ReactNode } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';

interface Part {
  readonly title: string;
  readonly content: ReactNode;
}

export function PointsBoard(props: {
  readonly count: number;
  /** Said where there are none. */
  readonly none: string;
  readonly map: Part;
  readonly table: Part;
  readonly basis: string;
}): ReactNode {
  if (props.count === 0) return <Empty text={props.none} />;
  return (
    <>
      <div className="lifeline-board">
        {[props.map, props.table].map(({ title, content }) => (
          <Section key={title} flush title={title}>
            {content}
          </Section>
        ))}
      </div>
      <p className="city-muted lifeline-note">依据：{props.basis}</p>
    </>
  );
}
