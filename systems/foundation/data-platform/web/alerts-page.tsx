/** 泄露告警: what the watch found, the newest first. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function AlertsPage(): ReactNode {
  return (
    <PageFrame
      title="泄露告警"
      summary="逐分钟检测共享调用和人员查看，与各自的历史同期相比；同一调用方同一类合并为一条，阈值可在“流程与规则”中调整"
    >
      <RegisterList register="data-platform.alert" to={(id) => `/data-platform/alerts/${id}`} />
    </PageFrame>
  );
}
