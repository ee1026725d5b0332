/** 信息项分类分级: every item with what is suggested and confirmed; a row leads to its entry, where it is decided. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function GradedItemsPage(): ReactNode {
  return (
    <PageFrame
      title="信息项分类分级"
      summary="核定在目录的信息项页上成批办理；这里是逐项的建议、理由和核定结果"
    >
      <RegisterList register="data-catalogue.item-grade" />
    </PageFrame>
  );
}
