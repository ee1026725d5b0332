/** 督查看板: how many tasks stand at each light, and which; every number leads to its rows. */
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { TaskTable } from './parts/task-table.tsx';
import './supervision.css';

const lights = ['all', 'red', 'yellow', 'green'] as const;
type Choice = (typeof lights)[number];
const words = { all: '全部', red: '红灯', yellow: '黄灯', green: '绿灯' } as const;

export default function BoardPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const chosen = lights.find((each) => each === address.get('light')) ?? 'all';
  const unit = address.get('unit') ?? undefined;
  const asked = useCall(
    contract.routes.board,
    { ...(chosen === 'all' ? {} : { light: chosen }), ...(unit === undefined ? {} : { unit }) },
    { keep: true, every: 60_000 },
  );
  const choose = (light: Choice) => setAddress(light === 'all' ? {} : { light });
  return (
    <PageFrame title="督查看板" summary="灯色由规则决定，点开任务看是哪一条规则、依据什么数">
      <Shown of={asked}>
        {({ counts, rows }) => (
          <>
            <Tiles minimum={180}>
              <NumberCard title="红灯" value={counts.red} unit="项" onOpen={() => choose('red')} />
              <NumberCard title="黄灯" value={counts.yellow} unit="项" onOpen={() => choose('yellow')} />
              <NumberCard title="绿灯" value={counts.green} unit="项" onOpen={() => choose('green')} />
              <NumberCard title="已销号和终止" value={counts.closed} unit="项" onOpen={() => choose('all')} />
            </Tiles>
            <Section
              title="任务"
              flush
              extra={
                <Segmented<Choice>
                  aria-label="灯色"
                  value={chosen}
                  onChange={choose}
                  options={lights.map((value) => ({ value, label: words[value] }))}
                />
              }
            >
              <TaskTable rows={rows} />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}
