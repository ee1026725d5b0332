/** 开放数据诉求: applications, wishes and corrections that this department answers. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function MattersPage(): ReactNode {
  return (
    <PageFrame title="开放数据诉求" summary="有条件开放的申请、数据需求和纠错，须在时限内答复申请人">
      <RegisterList register="open-data.matter" to={(id) => `/open-data/matters/${id}`} />
    </PageFrame>
  );
}
