/** 违规台账: what was concluded against departments, and whether it was put right. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function BreachesPage(): ReactNode {
  return (
    <PageFrame
      title="违规台账"
      summary="由处置单的结论自动记入，不能手工增删；责任部门限期整改，主管部门复核确认"
    >
      <RegisterList register="data-platform.breach" to={(id) => `/data-platform/breaches/${id}`} />
    </PageFrame>
  );
}
