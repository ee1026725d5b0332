/** 产品订购: what firms asked for on the citizens' face, and what became of it. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function OrdersPage(): ReactNode {
  return (
    <CaseListPage
      title="产品订购"
      summary="企业经授权的人在市民端订购在售的数据产品；运营单位同意后成为订阅"
      type="data-operation.order"
    />
  );
}
