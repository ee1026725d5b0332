/** 接口授权: who may call what, for the departments that use and those that give. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function GrantsPage(): ReactNode {
  return (
    <PageFrame title="接口授权" summary="每个应用能调用哪些接口、多少次、到什么时候；暂停和撤销立即生效">
      <RegisterList register="business-platform.grant" to={(id) => `/business-platform/grants/${id}`} />
    </PageFrame>
  );
}
