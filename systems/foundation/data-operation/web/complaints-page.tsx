/** 产品投诉: what subscribers complained of and what became of it. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function ComplaintsPage(): ReactNode {
  return (
    <CaseListPage
      title="产品投诉"
      summary="订阅方就数据质量、交付延迟、与说明不符投诉；运营单位限时答复，管理部门作出下架、退款或不成立的处理"
      type="data-operation.complaint"
      open={{ title: '登记投诉', allow: 'data-operation:complain' }}
    />
  );
}
