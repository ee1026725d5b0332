/** 考核申诉: the case of one contested fact. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';

const groups = [{ title: '申诉', fields: ['applicant', 'reason', 'evidence', 'finding'] }];

export default function AppealPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="supervision.appeal"
      id={id}
      groups={groups}
      pathOf={(other) => `/supervision/appeals/${other}`}
    />
  );
}
