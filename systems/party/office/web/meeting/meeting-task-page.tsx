/** 会议决定事项: the engine's case page, with the meeting that it comes from. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../../engines/flow/web/case/case-detail.tsx';

const groups = [
  { title: '决定事项', fields: ['meeting', 'host', 'lead', 'doneBy'] },
  { title: '完成情况', fields: ['result', 'evidence'] },
];

export default function MeetingTaskPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="office.meeting-task"
      id={id}
      groups={groups}
      pathOf={(other) => `/office/meeting-task/${other}`}
    />
  );
}
