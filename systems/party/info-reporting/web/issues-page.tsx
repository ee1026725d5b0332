/** 填报任务: every issue with its deadline; each leads to its summary. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function IssuesPage(): ReactNode {
  return (
    <PageFrame title="填报任务" summary="各部门下发的填报任务，点开看逐级汇总和未报单位">
      <RegisterList register="info-reporting.issue" to={(id) => `/info-reporting/issues/${id}`} />
    </PageFrame>
  );
}
