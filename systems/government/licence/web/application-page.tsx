/** 制证办理: the engine's case page, with the licence that came of it. */
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import registers from '../../../../engines/registers/contract.ts';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { useCall } from '../../../../ui/use-call.ts';

const groups = [
  {
    title: '申请',
    fields: ['kind', 'type', 'former', 'licenceNumber', 'validFrom', 'validUntil', 'surface', 'materials'],
  },
  { title: '持证主体', fields: ['holderName', 'holderCodeType', 'holderCode', 'holderAccount'] },
];

const sections: readonly ExtraSection[] = [
  {
    title: '签发的证照',
    render: (detail) => (detail.row ? <Issued application={String(detail.row['id'])} /> : null),
  },
];

export default function ApplicationPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="licence.application"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/licence/applications/${other}`}
    />
  );
}

function Issued(props: { readonly application: string }): ReactNode {
  const asked = useCall(registers.routes.list, {
    register: 'licence.licence',
    where: JSON.stringify({ fromCase: props.application }),
    size: 5,
  });
  const [row] = asked.data?.rows ?? [];
  if (row === undefined) return <p className="city-muted">审批通过后在此显示</p>;
  return (
    <p>
      <Link to={`/licence/licences/${row.id}`}>
        {String(row['name'])} {String(row['number'])}
      </Link>
    </p>
  );
}
