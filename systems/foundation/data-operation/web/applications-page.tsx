/** 项目申请: what was applied for and where it stands. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function ApplicationsPage(): ReactNode {
  return (
    <CaseListPage
      title="项目申请"
      summary="合规审查、提供部门审批、授权签约；拒绝须写明理由，可以申诉由主管部门协调"
      type="data-operation.application"
      open={{ title: '申请项目', allow: 'data-operation:apply' }}
    />
  );
}
