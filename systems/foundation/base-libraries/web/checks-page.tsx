/** 核验记录: who asked for what, and the answer he got. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ChecksPage(): ReactNode {
  return (
    <PageFrame title="核验记录" summary="每次核验一条，只追加；号码脱敏，用来回答本人“谁核验过我”">
      <RegisterList register="base-libraries.check" />
    </PageFrame>
  );
}
