/** 告警规则: the list of rules. */
import type { ReactNode } from 'react';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';
import { paths } from '../paths.ts';

export default function RulesPage(): ReactNode {
  return (
    <PageFrame
      title="告警规则"
      summary="对一类设备读数的判定条件；保存前先在历史读数上回放，看会产生哪些告警"
      extra={<LinkButton to={paths.rule('new')}>新建规则</LinkButton>}
    >
      <RegisterList register="telemetry.rule" to={paths.rule} />
    </PageFrame>
  );
}
