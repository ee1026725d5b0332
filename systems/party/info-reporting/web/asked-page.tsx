/** 数据项登记: everything that was ever asked for, and what became of it. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function AskedPage(): ReactNode {
  return (
    <PageFrame title="数据项登记" summary="每一项要过的数据：谁要的、谁已掌握、是否还要基层填报">
      <RegisterList register="info-reporting.asked-item" />
    </PageFrame>
  );
}
