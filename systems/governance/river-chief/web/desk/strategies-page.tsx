/** 一河一策: the plans of all rivers with edition and state. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../../ui/link-button.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useSession } from '../../../../../ui/session.ts';

export default function StrategiesPage(): ReactNode {
  const { permissions } = useSession();
  return (
    <PageFrame
      title="一河一策"
      summary="问题、目标、任务、措施、责任五张清单；执行后内容固定，要改就编新版"
      extra={
        permissions.includes('river-chief:publish') && (
          <LinkButton to="/registers/river-chief.strategy/new">编制方案</LinkButton>
        )
      }
    >
      <Section flush>
        <RegisterList register="river-chief.strategy" to={(id) => `/river-chief/strategies/${id}`} />
      </Section>
    </PageFrame>
  );
}
