/** 质量通报: departments by month, to be exported like any register. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function BulletinsPage(): ReactNode {
  return (
    <PageFrame
      title="质量通报"
      summary="各部门每月的质量得分、与一个月前相比、未达标规则和疑义；当月每夜更新，过月不再改"
    >
      <RegisterList register="data-quality.bulletin" />
    </PageFrame>
  );
}
