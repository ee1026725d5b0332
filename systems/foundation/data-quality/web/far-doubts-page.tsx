/** 跨级疑义: what departments here doubt of data that other platforms give, and what was answered. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function FarDoubtsPage(): ReactNode {
  return (
    <CaseListPage
      title="跨级疑义"
      summary="对经级联链路取得的数据提出疑义，由对方平台核实；链路中断时先留存，接通后送达，答复随链路返回"
      type="data-quality.far-doubt"
      open={{ title: '提出跨级疑义', allow: 'data-quality:doubt' }}
    />
  );
}
