/** 归档文件: what an organ has filed, by year and retention period. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../../ui/layout.tsx';

export default function ArchivePage(): ReactNode {
  return (
    <PageFrame title="归档文件" summary="以件为单位，按年度、保管期限（永久、30 年、10 年）编制档号">
      <RegisterList register="office.archive-item" />
    </PageFrame>
  );
}
