/** 数据项目录: standard names, other names, and the registers that hold the figures. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ElementsPage(): ReactNode {
  return (
    <PageFrame title="数据项目录" summary="同一项数据只有一个规范名称；写明掌握它的台账，报表就能预填">
      <RegisterList register="info-reporting.element" />
    </PageFrame>
  );
}
