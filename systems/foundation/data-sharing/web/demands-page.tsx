/** 数据需求: needs that no entry of the catalogue meets yet, and where they stand. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function DemandsPage(): ReactNode {
  return (
    <CaseListPage
      title="数据需求"
      summary="目录里找不到的数据在这里提出：主管部门匹配已有目录或交部门认领编目，最后转为共享申请，用后反馈"
      type="data-sharing.demand"
      open={{ title: '提出需求', allow: 'data-sharing:apply' }}
    />
  );
}
