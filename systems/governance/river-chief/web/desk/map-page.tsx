/** 河湖一张图: rivers coloured by class of water, sites and open problems, and every reach with its chief. */
import { Input, Select, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { CityMap } from '../../../../../engines/maps/web/city-map.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { boxOf, Grade, riverLayer } from '../grade.tsx';
import '../river.css';

type RiverMap = OutputOf<typeof contract.routes.map>;
type Reach = RiverMap['reaches'][number];

const layers = ['river-chief.problem', 'river-chief.site'];

export default function MapPage(): ReactNode {
  const reply = useCall(contract.routes.map, {});
  return (
    <PageFrame title="河湖一张图" summary="河流按最差断面着色（GB 3838 单因子评价）；中心线为近似描绘">
      <Shown of={reply} rows={12}>
        {(map) =>
          map.reaches.length === 0 && map.rivers.length === 0 ? (
            <Empty text="还没有登记河流和河段" />
          ) : (
            <Board map={map} />
          )
        }
      </Shown>
    </PageFrame>
  );
}

function Board(props: { readonly map: RiverMap }): ReactNode {
  const { rivers, reaches } = props.map;
  const [river, setRiver] = useState<string | undefined>(undefined);
  const [level, setLevel] = useState<string | undefined>(undefined);
  const [text, setText] = useState('');
  const levels = useMemo(() => [...new Map(reaches.map((each) => [each.level, each.levelName]))], [reaches]);
  const shown = reaches.filter(
    (each) =>
      (river === undefined || each.river === river) &&
      (level === undefined || each.level === level) &&
      (text === '' || each.name.includes(text) || (each.chief ?? '').includes(text)),
  );
  const chosen = rivers.find(({ id }) => id === river);
  const extra = useMemo(() => {
    const counties = reaches.filter(
      (each) => each.level === 'county' && (river === undefined || each.river === river),
    );
    const whole = rivers.filter(({ id }) => river === undefined || id === river);
    return [
      riverLayer(
        'rivers',
        '河流水质',
        counties.length > 0 ? counties.map((each) => ({ ...each, name: '' })) : whole,
      ),
      { ...riverLayer('river-names', '河名', whole), colours: undefined, colour: 'rgba(0,0,0,0)' },
    ].map(({ colours, ...layer }) => (colours === undefined ? layer : { ...layer, colours }));
  }, [rivers, reaches, river]);
  const fit = chosen ? boxOf(chosen.line) : undefined;
  return (
    <div className="river-board">
      <Section flush title="水质和在办问题">
        <CityMap
          key={river ?? ''}
          layers={layers}
          extra={extra}
          height={600}
          label="河流水质、河湖要素和在办问题"
          {...(fit ? { fit } : {})}
        />
      </Section>
      <Section
        flush
        title={`河段 ${shown.length}`}
        extra={
          <div className="river-narrow">
            <Select
              aria-label="河流"
              allowClear
              placeholder="全部河流"
              value={river}
              options={rivers.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setRiver}
            />
            <Select
              aria-label="级别"
              allowClear
              placeholder="全部级别"
              value={level}
              options={levels.map(([value, label]) => ({ value, label }))}
              onChange={setLevel}
            />
            <Input
              aria-label="河段或河长"
              allowClear
              placeholder="河段或河长"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        }
      >
        <Table<Reach>
          size="small"
          rowKey="id"
          pagination={{ pageSize: 14, hideOnSinglePage: true, showSizeChanger: false }}
          dataSource={shown}
          columns={[
            {
              title: '河段',
              render: (_, row) => <Link to={`/river-chief/reaches/${row.id}`}>{row.name}</Link>,
            },
            { title: '河长', width: 84, render: (_, row) => row.chief ?? '空缺' },
            {
              title: '长度',
              width: 84,
              align: 'right',
              render: (_, row) => (row.length === null ? '—' : `${row.length} km`),
            },
            {
              title: '水质',
              width: 92,
              render: (_, row) => <Grade grade={row.grade} name={row.gradeName} />,
            },
            { title: '在办', width: 60, align: 'right', dataIndex: 'open' },
          ]}
        />
      </Section>
    </div>
  );
}
