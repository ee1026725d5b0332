/** 地表水: sections on the map and by river, coloured by class. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ClassTag } from './class-tag.tsx';
import './environment.css';

type Water = OutputOf<typeof contract.routes.sections>;
type SectionRow = Water['sections'][number];

const layers = ['environment.section'];

export default function WaterPage(): ReactNode {
  const reply = useCall(contract.routes.sections, {});
  return (
    <PageFrame title="地表水" summary="按 GB 3838 单因子评价，断面类别由最差的一项决定">
      <div className="air-board water-board">
        <Section flush title="断面分布">
          <CityMap
            layers={layers}
            height={560}
            label="水质断面和类别"
            link={(feature) =>
              feature.id === undefined
                ? undefined
                : { to: `/environment/water/${feature.id}`, title: '打开断面' }
            }
          />
        </Section>
        <Section flush title="断面">
          <Shown of={reply} rows={10}>
            {(water) =>
              water.sections.length === 0 ? <Empty text="您的范围内没有断面" /> : <Sections water={water} />
            }
          </Shown>
        </Section>
      </div>
    </PageFrame>
  );
}

function Sections(props: { readonly water: Water }): ReactNode {
  const { sections, rivers } = props.water;
  const words = rivers.filter((river) => river.word !== null);
  return (
    <>
      <Table<SectionRow>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={[...sections]}
        columns={[
          { title: '断面', render: (_, row) => <Link to={`/environment/water/${row.id}`}>{row.name}</Link> },
          // On a phone the name of the section says the river.
          { title: '河流', dataIndex: 'riverName', width: 90, responsive: ['sm'] },
          {
            title: '类别',
            width: 92,
            render: (_, row) => <ClassTag grade={row.grade} target={row.target} />,
          },
          { title: '目标', width: 64, render: (_, row) => <ClassTag grade={row.target} plain /> },
          {
            title: '监测时间',
            width: 112,
            responsive: ['sm'],
            render: (_, row) => momentText(row.sampledAt).slice(0, 10),
          },
        ]}
      />
      {words.length > 0 && (
        <p className="city-muted air-note">
          五个断面以上的河流总体评价：{words.map((river) => `${river.name}${river.word ?? ''}`).join('，')}。
        </p>
      )}
    </>
  );
}
