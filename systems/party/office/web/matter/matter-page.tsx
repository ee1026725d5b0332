/** One application: the engine's case page, in the layout of its form; works on a phone for approving. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../../engines/flow/web/case/case-detail.tsx';
import { matterPath } from './matter-kinds.ts';

export function MatterPage({ kind }: { readonly kind: string }): ReactNode {
  const { id = '' } = useParams();
  return <CaseDetail type={`office.${kind}`} id={id} pathOf={(other) => matterPath(kind, other)} />;
}
