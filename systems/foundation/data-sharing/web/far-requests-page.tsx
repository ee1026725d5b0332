/** 跨级申请: what departments here have asked of other platforms, and what was answered. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function FarRequestsPage(): ReactNode {
  return (
    <PageFrame
      title="跨级申请"
      summary="经级联链路向上级或下级平台申请共享；由对方平台按它的流程审核，结果和合同随链路返回"
    >
      <RegisterList
        register="data-sharing.far-request"
        to={(id) => `/data-sharing/far-requests/${id}`}
        toolbar={<LinkButton to="/data-sharing/far-entries">查找目录并申请</LinkButton>}
      />
    </PageFrame>
  );
}
