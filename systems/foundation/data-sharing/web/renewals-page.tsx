/** 合同续期: longer terms that were asked for, and where they stand. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function RenewalsPage(): ReactNode {
  return (
    <CaseListPage
      title="合同续期"
      summary="到期前后由使用部门申请，附自始的调用次数、行数和最近使用时间，提供部门审核；须三方签署的另签协议，签齐后延长；经链路的在合同页面申请"
      type="data-sharing.renewal"
      open={{ title: '申请续期', allow: 'data-sharing:apply' }}
    />
  );
}
