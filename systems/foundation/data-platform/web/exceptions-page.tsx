/** 告警例外: for whom which kind raises no alert, until when, and how often that was so. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ExceptionsPage(): ReactNode {
  return (
    <PageFrame
      title="告警例外"
      summary="认定误报时写明的例外：到期自动失效，期间压下的小时数照记；系统不自行学习"
    >
      <RegisterList register="data-platform.exception" />
    </PageFrame>
  );
}
