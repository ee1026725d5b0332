/** 数据疑义: what was doubted and where it stands. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function DisputesPage(): ReactNode {
  return (
    <CaseListPage
      title="数据疑义"
      summary="使用中发现错误的数据，退回提供部门限时核实；更正以数据重新入库为准，由提出部门确认"
      type="data-quality.dispute"
      open={{ title: '提出疑义', allow: 'data-quality:doubt' }}
    />
  );
}
