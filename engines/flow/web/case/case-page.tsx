/** The engine's own page of a case, for types whose system has none. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from './case-detail.tsx';

export default function CasePage(): ReactNode {
  const { type = '', id = '' } = useParams();
  return <CaseDetail type={type} id={id} />;
}
