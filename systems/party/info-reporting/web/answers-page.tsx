/** 我的填报: what waits to be filled or checked where the person works, what was returned first. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function AnswersPage(): ReactNode {
  return (
    <PageFrame title="我的填报" summary="待填报和被退回的填报单；已掌握的数据由系统预填，只填缺的">
      <RegisterList
        register="info-reporting.answer"
        where={{ status: 'waiting,returned' }}
        to={(id) => `/info-reporting/answers/${id}`}
      />
    </PageFrame>
  );
}
