/** 开放数据诉求办理: one case, what was asked above what is answered. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';

const groups = [
  { title: '诉求', fields: ['kind', 'publication', 'wanted', 'field', 'text', 'owner'] },
  { title: '答复', fields: ['callsPerDay', 'days', 'month', 'answer'] },
];

export default function MatterPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="open-data.matter"
      id={id}
      groups={groups}
      pathOf={(other) => `/open-data/matters/${other}`}
    />
  );
}
