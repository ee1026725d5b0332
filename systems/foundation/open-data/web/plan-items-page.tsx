/** 开放年度计划: the lines that are published to everybody, kept by those who plan. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function PlanItemsPage(): ReactNode {
  return (
    <PageFrame
      title="开放年度计划"
      summary="填了数据目录的，数据发布时自动记为完成；计划和完成情况向社会公布"
    >
      <RegisterList register="open-data.plan-item" />
    </PageFrame>
  );
}
