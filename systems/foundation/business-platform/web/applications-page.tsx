/** 我的应用: what a department builds; each leads to its keys, sign-on and grants. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ApplicationsPage(): ReactNode {
  return (
    <PageFrame title="我的应用" summary="本单位的业务应用：登记一次，统一登录、调用密钥和货架位置都在这一处">
      <RegisterList
        register="business-platform.application"
        to={(id) => `/business-platform/applications/${id}`}
      />
    </PageFrame>
  );
}
