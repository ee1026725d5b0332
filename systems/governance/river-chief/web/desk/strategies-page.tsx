/** 一河一策: the plans of all rivers with edition and state. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
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
          <Link to="/registers/river-chief.strategy/new">
            <Button type="primary" tabIndex={-1}>
              编制方案
            </Button>
          </Link>
        )
      }
    >
      <Section flush>
        <RegisterList register="river-chief.strategy" to={(id) => `/river-chief/strategies/${id}`} />
      </Section>
    </PageFrame>
  );
}
