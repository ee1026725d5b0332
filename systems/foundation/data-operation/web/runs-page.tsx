/** 输出审核: runs, first those whose result waits to be let go. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RunsPage(): ReactNode {
  return (
    <PageFrame
      title="输出审核"
      summary="结果由申请方以外的人审核后才放行；人数过少、集中度过高、与已放行结果过近的不出"
    >
      <RegisterList
        register="data-operation.run"
        where={{ stage: 'review' }}
        to={(id) => `/data-operation/runs/${id}`}
      />
    </PageFrame>
  );
}
