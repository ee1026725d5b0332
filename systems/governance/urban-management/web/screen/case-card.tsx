/** A case on the map of the wall: what it is, where it stands, and the way to it in the desk. */
import type { ReactNode } from 'react';
import { casePath } from '../rows/case-words.ts';
import type { CaseFeature } from './case-lights.ts';

export function CaseCard(props: { readonly of: CaseFeature }): ReactNode {
  const { shown, id } = props.of;
  return (
    <div className="wall-case">
      <h3>{shown['title'] ?? shown['number']}</h3>
      <dl>
        {(
          [
            ['编号', 'number'],
            ['环节', 'stage'],
            ['办结时限', 'dueAt'],
          ] as const
        ).map(([title, field]) =>
          shown[field] ? (
            <div key={field}>
              <dt>{title}</dt>
              <dd>{shown[field]}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <a href={`/desk${casePath(id)}`} target="_blank" rel="noreferrer">
        在工作台打开
      </a>
    </div>
  );
}
