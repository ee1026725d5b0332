/** 一河一档: one reach with its chiefs up to 总河长, water by section, sites, signboard, and the reaches below. */
import { Table } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { CityMap } from '../../../../../engines/maps/web/city-map.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../../ui/layout.tsx';
import { QrCode } from '../../../../../ui/qr-code.tsx';
import { usePageTitle } from '../../../../../ui/page-context.ts';
import { StatusTag, type Tone } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { boxOf, Grade, riverLayer } from '../grade.tsx';
import '../river.css';

type Reach = OutputOf<typeof contract.routes.reach>;

const layers = ['river-chief.problem', 'river-chief.site'];

export default function ReachPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.reach, { id });
  return (
    <Shown of={reply} rows={12}>
      {(reach) => <File reach={reach} />}
    </Shown>
  );
}

function File(props: { readonly reach: Reach }): ReactNode {
  const { reach } = props;
  usePageTitle(reach.name);
  const extra = useMemo(() => [riverLayer('reach', '本河段', [reach])], [reach]);
  const fit = boxOf(reach.line);
  return (
    <PageFrame
      title={reach.name}
      breadcrumb={[{ title: '河长制' }, { title: '河湖一张图', to: '/river-chief' }]}
      extra={<Link to={`/registers/river-chief.reach/rows/${reach.id}`}>台账记录</Link>}
    >
      <TwoColumns
        main={
          <>
            <Section flush title="位置">
              <CityMap
                layers={layers}
                extra={extra}
                height={360}
                label={reach.name}
                {...(fit ? { fit } : {})}
              />
            </Section>
            <Section flush title="水质断面">
              <Sections reach={reach} />
            </Section>
            <Section flush title="河湖要素">
              <Sites reach={reach} />
            </Section>
          </>
        }
        side={
          <>
            <Section title="基本信息">
              <DescriptionList
                columns={1}
                items={[
                  { label: '编码', value: reach.code },
                  { label: '河流', value: reach.riverName },
                  { label: '级别', value: reach.levelName },
                  { label: '长度', value: reach.length === null ? '—' : `${reach.length} km` },
                  { label: '水质', value: <Grade grade={reach.grade} name={reach.gradeName} /> },
                  { label: '在办问题', value: `${reach.open} 件` },
                  { label: '监督电话', value: reach.hotline ?? '—' },
                ]}
              />
            </Section>
            <Section title="河长">
              {reach.chiefs.length === 0 ? (
                <Empty text="河长空缺" />
              ) : (
                <ul className="river-chiefs">
                  {reach.chiefs.map((each) => (
                    <li key={`${each.level} ${each.name}`}>
                      <b>{each.name}</b>
                      <span>{each.levelName}</span>
                      <span className="city-muted">{each.office}</span>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            {reach.board !== null && (
              <Section title="公示牌二维码">
                <div className="river-qr">
                  <QrCode
                    text={`${location.origin}/citizen/river-chief/boards/${reach.board}`}
                    title={`${reach.name}公示牌`}
                    size={160}
                  />
                  <span className="city-muted">{reach.board}</span>
                </div>
              </Section>
            )}
            {reach.below.length > 0 && (
              <Section title="下级河段">
                <ul className="river-chiefs">
                  {reach.below.map((each) => (
                    <li key={each.id}>
                      <Link to={`/river-chief/reaches/${each.id}`}>{each.name}</Link>
                      <span className="city-muted">{each.chief ?? '河长空缺'}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        }
      />
    </PageFrame>
  );
}

function Sections(props: { readonly reach: Reach }): ReactNode {
  const { sections } = props.reach;
  if (sections.length === 0) return <Empty text="本河段没有水质断面" />;
  return (
    <Table
      size="small"
      rowKey="section"
      pagination={false}
      dataSource={sections}
      columns={[
        {
          title: '断面',
          render: (_, row) => <Link to={`/environment/water/${row.section}`}>{row.name}</Link>,
        },
        { title: '类别', render: (_, row) => <Grade grade={row.grade} name={row.gradeName} /> },
        { title: '目标', render: (_, row) => <Grade grade={row.target} name={row.targetName} /> },
        {
          title: '达标',
          render: (_, row) => metText(row),
        },
        { title: '监测时间', render: (_, row) => momentText(row.sampledAt).slice(0, 10) },
      ]}
    />
  );
}

function metText(row: Reach['sections'][number]): string {
  if (row.grade === null) return '—';
  return Number(row.grade) <= Number(row.target) ? '达标' : '超目标';
}

const conditionTones: Readonly<Record<string, Tone>> = { working: 'green', faulty: 'red', stopped: 'grey' };

function Sites(props: { readonly reach: Reach }): ReactNode {
  const { sites } = props.reach;
  if (sites.length === 0) return <Empty text="本河段没有登记要素" />;
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={sites}
      columns={[
        {
          title: '名称',
          render: (_, row) => <Link to={`/registers/river-chief.site/rows/${row.id}`}>{row.name}</Link>,
        },
        { title: '类别', dataIndex: 'kindName' },
        {
          title: '状态',
          render: (_, row) =>
            row.conditionName === null ? (
              '—'
            ) : (
              <StatusTag tone={conditionTones[row.condition ?? '']}>{row.conditionName}</StatusTag>
            ),
        },
        {
          title: '视频',
          render: (_, row) =>
            row.link === null ? (
              '—'
            ) : (
              <a href={row.link} target="_blank" rel="noopener noreferrer">
                去视频平台看
              </a>
            ),
        },
        { title: '权属或管理单位', render: (_, row) => row.owner ?? '—' },
      ]}
    />
  );
}
