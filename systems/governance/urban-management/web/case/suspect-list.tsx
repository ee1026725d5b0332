/** Open cases that may be the same trouble; merging is one of the case's own actions. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useMay } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { casePath } from '../rows/case-words.ts';

export function SuspectList(props: {
  readonly id: string;
  /** Numbers noted when the report came in, for those who may not ask anew. */
  readonly numbers?: readonly string[];
  readonly chosen?: string | null | undefined;
  readonly onChoose?: (id: string) => void;
}): ReactNode {
  const may = useMay('urban-management:accept');
  const asked = useCall(contract.routes.suspects, { id: props.id }, { enabled: may });
  if (!may) return <p className="city-number">{(props.numbers ?? []).join('、')}</p>;
  return (
    <Shown of={asked} rows={3}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Empty text="没有仍在办理的同类近处案件" />
        ) : (
          <ul className="urban-suspects">
            {rows.map((row) => (
              <li key={row.id}>
                <Link to={casePath(row.id)} className="city-number">
                  {row.number}
                </Link>
                <span>{row.title}</span>
                <span className="city-muted">
                  {row.stageTitle} · 相距 {row.metres} 米 · 相隔 {row.hours} 小时 · {momentText(row.openedAt)}
                </span>
                {props.onChoose && (
                  <button
                    type="button"
                    className="urban-chip"
                    aria-pressed={props.chosen === row.id}
                    onClick={() => props.onChoose?.(row.id)}
                  >
                    {props.chosen === row.id ? '已选' : '并入此件'}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
