/** 代码表条目: what was imported by sheet, with what became of it. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function CodeValuesPage(): ReactNode {
  return (
    <PageFrame title="代码表条目" summary="用表格导入，逐条校验；由另一人在代码表页审核后进入全市的代码表">
      <RegisterList register="data-catalogue.code-value" />
    </PageFrame>
  );
}
