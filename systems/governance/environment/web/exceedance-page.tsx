/** 超标案件办理: the engine's case page, with the way to the source and to the alarm. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';

const groups = [
  {
    title: '超标',
    fields: [
      'source',
      'outlet',
      'factor',
      'value',
      'limit',
      'measure',
      'over',
      'grade',
      'measuredAt',
      'position',
    ],
  },
  { title: '核实', fields: ['verification', 'evidence'] },
  {
    title: '责令改正和整改',
    fields: ['orderNumber', 'rectifyBy', 'orderText', 'rectification', 'recheckValue', 'recheckNote'],
  },
  { title: '处罚', fields: ['penaltyNumber', 'penaltyAmount', 'penaltyReason'] },
];

function linkOf(
  row: Readonly<Record<string, unknown>> | null | undefined,
  field: string,
): string | undefined {
  const value = row?.[field];
  return typeof value === 'string' ? value : undefined;
}

export default function ExceedancePage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="environment.exceedance"
      id={id}
      groups={groups}
      extra={(detail) => {
        const source = linkOf(detail.row, 'source');
        const alarm = linkOf(detail.row, 'alarm');
        return (
          <>
            {source && (
              <Link to={`/environment/sources/${source}`}>
                <Button tabIndex={-1}>在线数据</Button>
              </Link>
            )}
            {alarm && (
              <Link to={`/telemetry/alarms/${alarm}`}>
                <Button tabIndex={-1}>告警</Button>
              </Link>
            )}
          </>
        );
      }}
      pathOf={(other) => `/environment/exceedances/${other}`}
    />
  );
}
