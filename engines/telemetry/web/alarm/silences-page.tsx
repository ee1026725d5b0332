/** 告警静默: when nobody wants to hear of which devices, for those on duty to set and to end. */
import type { ReactNode } from 'react';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';
import { paths } from '../paths.ts';

export default function SilencesPage(): ReactNode {
  return (
    <PageFrame
      title="告警静默"
      summary="检修、演练期间不产生告警的时间段；期满异常仍在即告警，提前结束请修改结束时间或撤销"
      extra={<LinkButton to={paths.newSilence}>设定静默</LinkButton>}
    >
      <RegisterList register="telemetry.silence" />
    </PageFrame>
  );
}
