/** 疑义转办: which values went back to their source; each leads to its 疑义校核. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function DoubtsPage(): ReactNode {
  return (
    <PageFrame
      title="疑义转办"
      summary="各来源不一致的值，转给没有被采用的来源部门限时核实；办结以数据重新入库为准"
    >
      <RegisterList register="base-libraries.doubt" />
    </PageFrame>
  );
}
