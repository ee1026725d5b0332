/** 个人信息请求: what people ask of this department, soonest due first. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RequestsPage(): ReactNode {
  return (
    <PageFrame
      title="个人信息请求"
      summary="本人提出的查阅复制、更正、删除、撤回同意和解释说明，须在法定时限内答复"
    >
      <RegisterList register="data-protection.request" to={(id) => `/data-protection/requests/${id}`} />
    </PageFrame>
  );
}
