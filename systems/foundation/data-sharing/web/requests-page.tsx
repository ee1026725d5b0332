/** 共享申请: what was asked for, where it stands, and the way to ask. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function RequestsPage(): ReactNode {
  return (
    <CaseListPage
      title="共享申请"
      summary="无条件共享的即时授权；有条件的由提供部门审核，拒绝须写明理由，可以申诉由主管部门协调"
      type="data-sharing.request"
      open={{ title: '申请共享', allow: 'data-sharing:apply' }}
    />
  );
}
