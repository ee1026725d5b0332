/** 桥梁监测点: its course over a month or a year, and the reference that it is judged by. */
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { BridgeCourse } from './bridge-course.tsx';
import { LevelTag } from './level-tag.tsx';
import './lifeline.css';

const spans = [
  { value: 7, label: '7 天' },
  { value: 30, label: '30 天' },
  { value: 365, label: '一年' },
];

export default function BridgePage(): ReactNode {
  const { id = '' } = useParams();
  const [days, setDays] = useState(30);
  const reply = useCall(contract.routes.bridgePoint, { id, days }, { every: 300_000 });
  const { data } = reply;
  return (
    <PageFrame
      title={data === undefined ? '桥梁监测点' : `${data.bridge} ${data.name}`}
      summary="实测值、按温度应有的值和去温度后的偏差"
      extra={<Link to={`/registers/lifeline.bridge-point/rows/${id}`}>台账和参考期</Link>}
    >
      <Section
        title="曲线"
        extra={
          <>
            {data?.level != null && <LevelTag level={data.level} />}
            <Segmented<number> aria-label="时间" options={spans} value={days} onChange={setDays} />
          </>
        }
      >
        <Shown of={reply} rows={10}>
          {(point) => (
            <>
              <BridgeCourse point={point} />
              <p className="city-muted lifeline-note">依据：{point.basis}</p>
            </>
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}
