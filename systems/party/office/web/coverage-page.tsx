/** 平台覆盖率: indicator 14 by its formula, with the departments that have not yet used the platform. */
import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './office.css';

type View = 'unused' | 'used';

export default function CoveragePage(): ReactNode {
  const today = shanghaiDate(new Date());
  const [period, setPeriod] = useState({ from: `${today.slice(0, 4)}-01-01`, to: today });
  const [view, setView] = useState<View>('unused');
  const asked = useCall(contract.routes.coverage, period, { keep: true });
  return (
    <PageFrame
      title="平台覆盖率"
      summary="有拟稿、发文或收文的部门才算使用，只开通账号的不算"
      extra={
        <DatePicker.RangePicker
          aria-label="统计时段"
          allowClear={false}
          value={[dayjs(period.from), dayjs(period.to)]}
          onChange={(days) => {
            const [from, to] = days ?? [];
            if (from && to) setPeriod({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
          }}
        />
      }
    >
      <Shown of={asked}>
        {({ used, total, formula, departments }) => (
          <>
            <div className="office-numbers">
              <NumberCard
                title="覆盖率"
                value={total === 0 ? null : used / total}
                unit="%"
                formula={formula}
              />
              <NumberCard title="使用部门" value={used} unit="个" />
              <NumberCard title="政务部门" value={total} unit="个" />
            </div>
            <Section
              title="部门"
              extra={
                <Segmented<View>
                  aria-label="部门"
                  value={view}
                  onChange={setView}
                  options={[
                    { value: 'unused', label: `未使用 ${total - used}` },
                    { value: 'used', label: `已使用 ${used}` },
                  ]}
                />
              }
            >
              <p className="office-units">
                {departments
                  .filter((one) => one.used === (view === 'used'))
                  .map((one) => (
                    <StatusTag key={one.id} tone={one.used ? 'green' : 'grey'}>
                      {one.name}
                    </StatusTag>
                  ))}
              </p>
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}
