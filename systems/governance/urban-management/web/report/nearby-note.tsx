/** Tells the citizen when others have already reported the same trouble here. */
import type { ReactNode } from 'react';
import type { Point } from '../../../../../kernel/register.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { stateWords } from './citizen-words.ts';

export function NearbyNote(props: { readonly matter: string; readonly at: Point | null }): ReactNode {
  const { matter, at } = props;
  const asked = useCall(
    contract.routes.nearby,
    { matter, lon: at?.lon ?? 0, lat: at?.lat ?? 0 },
    { enabled: matter !== '' && at !== null, fresh: 60_000 },
  );
  const [first, ...others] = asked.data?.rows ?? [];
  if (matter === '' || at === null || first === undefined) return null;
  return (
    <p className="report-nearby" role="status">
      附近 {first.metres} 米已有人上报了同类问题，
      {stateWords({ state: 'open', stateTitle: first.stageTitle })}
      {others.length > 0 ? `（共 ${others.length + 1} 件）` : ''}。如果不是同一处，请继续上报。
    </p>
  );
}
