/** 共享合同: every contract that one's department uses or gives. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function AgreementsPage(): ReactNode {
  return (
    <PageFrame
      title="共享合同"
      summary="经审核授权的数据使用约定；网关逐次按合同放行，每次调用都有可核验的凭证"
    >
      <RegisterList register="data-sharing.agreement" to={(id) => `/data-sharing/agreements/${id}`} />
    </PageFrame>
  );
}
