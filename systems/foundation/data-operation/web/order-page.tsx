/** 产品订购 at the desk: where the operator's agent answers; a notice of it leads here, and the firm's to the same path on its own face. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';

export default function OrderPage(): ReactNode {
  const { id = '' } = useParams();
  return <CaseDetail type="data-operation.order" id={id} />;
}
