/** 建设项目: those under way are checked again with each new edition of the plan. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

export default function ProjectsPage(): ReactNode {
  return (
    <PageFrame title="建设项目" summary="在办项目在规划成果更新后自动复查，结论或面积有变化时通知登记人">
      <Section flush>
        <RegisterList register="land-plan.project" to={(id) => `/land-plan/projects/${id}`} />
      </Section>
    </PageFrame>
  );
}
