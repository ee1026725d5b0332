/** 河湖问题: the engine's case page with the way to the reach. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail } from '../../../../../engines/flow/web/case/case-detail.tsx';

const groups = [
  {
    title: '问题',
    fields: [
      'source',
      'kind',
      'reach',
      'description',
      'address',
      'position',
      'photosBefore',
      'reporterPhone',
    ],
  },
  { title: '整改', fields: ['result', 'photosAfter'] },
  { title: '河长', fields: ['chief', 'upper', 'raised'] },
];

export default function ProblemPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="river-chief.problem"
      id={id}
      groups={groups}
      extra={(detail) => {
        const reach = detail.row?.['reach'];
        return typeof reach === 'string' ? (
          <Link to={`/river-chief/reaches/${reach}`}>
            <Button tabIndex={-1}>一河一档</Button>
          </Link>
        ) : null;
      }}
      pathOf={(other) => `/river-chief/problems/${other}`}
    />
  );
}
