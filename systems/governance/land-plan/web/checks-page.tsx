/** 审查记录: every check that was made. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

export default function ChecksPage(): ReactNode {
  return (
    <PageFrame title="审查记录" summary="页面、接口、项目和规划更新后的每一次审查，附依据的成果版本和存证">
      <Section flush>
        <RegisterList register="land-plan.check" to={(id) => `/land-plan/checks/${id}`} />
      </Section>
    </PageFrame>
  );
}
