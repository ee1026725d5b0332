/** 巡河详情: the track against the reach, and what the standard says of it. */
import { type ReactNode, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { CityMap } from '../../../../../engines/maps/web/city-map.tsx';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../../ui/layout.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { usePageTitle } from '../../../../../ui/page-context.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { boxOf } from '../grade.tsx';
import '../river.css';

type Patrol = OutputOf<typeof contract.routes.patrol>;

const noLayers = ['river-chief.problem'];

export default function PatrolPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.patrol, { id });
  return (
    <Shown of={reply} rows={12}>
      {(patrol) => <Walk patrol={patrol} />}
    </Shown>
  );
}

function lineLayer(id: string, title: string, line: readonly (readonly [number, number])[], colour: string) {
  return {
    id,
    title,
    kind: 'line',
    colour,
    from: {
      geojson: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'LineString', coordinates: line.map(([lon, lat]) => [lon, lat]) },
          },
        ],
      },
    },
  } as const;
}

function Walk(props: { readonly patrol: Patrol }): ReactNode {
  const { patrol } = props;
  usePageTitle(patrol.title);
  const extra = useMemo(
    () =>
      [
        lineLayer('reach', '河段中心线', patrol.line, '#1677ff'),
        ...(patrol.track === null ? [] : [lineLayer('track', '巡河轨迹', patrol.track, '#d4380d')]),
      ] as unknown as Parameters<typeof CityMap>[0]['extra'],
    [patrol],
  );
  const fit = boxOf(patrol.track ?? patrol.line);
  const { judged } = patrol;
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : `${numberText(value, '%')}%`;
  return (
    <PageFrame
      title={patrol.title}
      breadcrumb={[{ title: '河长制' }, { title: '巡河记录', to: '/river-chief/patrols' }]}
      tags={<StatusTag tone={patrol.valid ? 'green' : 'red'}>{patrol.valid ? '有效' : '无效'}</StatusTag>}
    >
      <TwoColumns
        main={
          <Section flush title="轨迹">
            <CityMap
              layers={noLayers}
              {...(extra ? { extra } : {})}
              height={520}
              label="巡河轨迹"
              {...(fit ? { fit } : {})}
            />
            {patrol.track === null && (
              <p className="city-muted river-note">轨迹属个人信息，您的权限只能看判定结果。</p>
            )}
          </Section>
        }
        side={
          <>
            <Section title="判定">
              {patrol.faults.length === 0 ? (
                <p>符合巡河标准，计入有效巡河。</p>
              ) : (
                <ul className="river-faults">
                  {patrol.faults.map((fault) => (
                    <li key={fault}>{fault}</li>
                  ))}
                </ul>
              )}
            </Section>
            <Section title="巡河">
              <DescriptionList
                columns={1}
                items={[
                  {
                    label: '河段',
                    value: <Link to={`/river-chief/reaches/${patrol.reach}`}>{patrol.reachName}</Link>,
                  },
                  { label: '开始', value: momentText(patrol.startedAt) },
                  { label: '结束', value: momentText(patrol.endedAt) },
                  { label: '时长', value: `${patrol.minutes} 分钟` },
                  { label: '里程', value: `${patrol.metres} 米` },
                  { label: '覆盖比例', value: percent(patrol.share) },
                  { label: '沿河里程比例', value: percent(judged['nearShare']) },
                  { label: '乘车里程比例', value: percent(judged['vehicleShare']) },
                  { label: '不动点比例', value: percent(judged['stillShare']) },
                  { label: '中断时长比例', value: percent(judged['gapShare']) },
                  { label: '跳点', value: `${judged['jumps'] ?? 0} 个` },
                  { label: '最高速度', value: `${numberText(judged['topKmh'], undefined, 1)} km/h` },
                  { label: '巡河情况', value: patrol.note ?? '—' },
                ]}
              />
            </Section>
          </>
        }
      />
    </PageFrame>
  );
}
