/** 数据应用: the systems that call shared data. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ApplicationsPage(): ReactNode {
  return (
    <PageFrame title="数据应用" summary="调用共享数据的业务系统；密钥在详情页签发，只显示一次">
      <RegisterList register="data-sharing.application" to={(id) => `/data-sharing/applications/${id}`} />
    </PageFrame>
  );
}
