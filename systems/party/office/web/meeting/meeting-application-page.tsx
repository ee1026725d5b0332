/** 办会申请: the engine's case page, with the meeting that waits for it. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../../engines/flow/web/case/case-detail.tsx';

const groups = [{ title: '申请', fields: ['meeting', 'applicantUnit', 'reason'] }];

export default function MeetingApplicationPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="office.meeting-application"
      id={id}
      groups={groups}
      pathOf={(other) => `/office/meeting-application/${other}`}
    />
  );
}
