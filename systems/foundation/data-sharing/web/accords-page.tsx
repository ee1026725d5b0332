/** 三方协议: agreements under three seals, each beside its contract. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function AccordsPage(): ReactNode {
  return (
    <PageFrame
      title="三方协议"
      summary="达到设定级别的共享合同，提供方、使用方、平台方都用电子公章签署后才生效；在合同页签署"
    >
      <RegisterList register="data-sharing.accord" />
    </PageFrame>
  );
}
