/** 质量规则: all rules that the caller may see, with their history; written on the page of their dataset. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RulesPage(): ReactNode {
  return (
    <PageFrame
      title="质量规则"
      summary="各数据集的质量规则和最近结果；在数据集的质量页上新增、采纳建议、启用，点开一条可看变更历史"
    >
      <RegisterList register="data-quality.rule" />
    </PageFrame>
  );
}
