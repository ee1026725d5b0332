/** 安全处置单: alerts that became cases, and where they stand. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function HandlingsPage(): ReactNode {
  return (
    <PageFrame
      title="安全处置单"
      summary="告警转处置：通知责任部门限期说明，逾期照样作出结论；结论可以暂停共享合同"
    >
      <RegisterList register="data-platform.handling" />
    </PageFrame>
  );
}
