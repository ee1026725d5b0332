/** 应编目录: what each department must have an entry for, from its 三定 duties. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function DutiesPage(): ReactNode {
  return (
    <PageFrame title="应编目录" summary="按“三定”规定逐项列出应编制的数据目录，是编制率的分母；可以表格导入">
      <RegisterList register="data-catalogue.duty" />
    </PageFrame>
  );
}
