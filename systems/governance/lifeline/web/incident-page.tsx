/** 联合处置办理: the engine's case page, with ranked pipes, map, valves and affected users beside the steps. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';
import { BridgePart } from './bridge-part.tsx';
import { DrainPart } from './drain-part.tsx';
import { GasPart } from './gas-part.tsx';
import { LeakPart } from './leak-part.tsx';
import { LevelTag } from './level-tag.tsx';

const groups = [
  {
    title: '报警',
    fields: ['kind', 'level', 'network', 'caseArea', 'happenedAt', 'alarms', 'lead', 'alarm', 'position'],
  },
  { title: '研判', fields: ['pipe', 'likelihood', 'loss', 'assessment', 'extra'] },
  {
    title: '处置',
    fields: ['arrivedAt', 'foundPipe', 'rank', 'shutValves', 'handling', 'photos', 'recheck'],
  },
  { title: '评估', fields: ['cause', 'lesson', 'rating'] },
];

function textOf(
  row: Readonly<Record<string, unknown>> | null | undefined,
  field: string,
): string | undefined {
  const value = row?.[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export default function IncidentPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="lifeline.incident"
      id={id}
      groups={groups}
      sections={[
        {
          title: '排水水位预报',
          render: ({ row }) => (textOf(row, 'kind') === 'drainage' ? <DrainPart id={id} /> : null),
        },
        {
          title: '燃气聚集研判',
          render: ({ row }) => (textOf(row, 'kind') === 'gas' ? <GasPart id={id} /> : null),
        },
        {
          title: '桥梁去温度曲线',
          render: ({ row }) => (textOf(row, 'kind') === 'bridge' ? <BridgePart id={id} /> : null),
        },
        {
          title: '漏损定位和关阀',
          render: ({ row }) =>
            textOf(row, 'network') === undefined ? null : (
              <LeakPart id={id} decided={textOf(row, 'foundPipe') ?? textOf(row, 'pipe')} />
            ),
        },
      ]}
      extra={({ row }) => {
        const alarm = textOf(row, 'alarm');
        return (
          <>
            <LevelTag level={textOf(row, 'level') ?? null} />
            {alarm && (
              <Link to={`/telemetry/alarms/${alarm}`}>
                <Button tabIndex={-1}>首次告警</Button>
              </Link>
            )}
          </>
        );
      }}
      pathOf={(other) => `/lifeline/incidents/${other}`}
    />
  );
}
