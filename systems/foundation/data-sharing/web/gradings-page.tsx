/** 数据分级: what is 重要 or 核心. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function GradingsPage(): ReactNode {
  return (
    <PageFrame title="数据分级" summary="列入重要、核心的数据目录；没有列入的按一般数据管理">
      <RegisterList register="data-sharing.grading" />
    </PageFrame>
  );
}
