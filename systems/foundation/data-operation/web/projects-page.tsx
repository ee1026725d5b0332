/** 运营项目: every use of public data that was authorised. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ProjectsPage(): ReactNode {
  return (
    <PageFrame
      title="运营项目"
      summary="可用不可见：只出结果，不出原始数据。每个项目约定一份数据、一种方法、输出形式、预算和期限"
    >
      <RegisterList register="data-operation.project" to={(id) => `/data-operation/projects/${id}`} />
    </PageFrame>
  );
}
