/** 订购结算单: what each firm owes for a month, and whether it has confirmed that. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function BillsPage(): ReactNode {
  return (
    <PageFrame title="订购结算单" summary="随月结算单按订阅方出具；企业在市民端确认，或提出异议转为产品投诉">
      <RegisterList register="data-operation.bill" to={(id) => `/data-operation/bills/${id}`} />
    </PageFrame>
  );
}
