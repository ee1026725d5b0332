/** What a check found, line by line; a line opens to its parcels. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { relations } from '../data/conclusions.ts';
import type { LineFinding } from '../routes/shapes.ts';
import { areaText } from './area-text.ts';
import { ConclusionTag } from './conclusion-tag.tsx';

type Parcel = LineFinding['parcels'][number];

function Parcels(props: { readonly finding: LineFinding }): ReactNode {
  const { parcels, parcelCount } = props.finding;
  return (
    <Table<Parcel>
      size="small"
      rowKey="id"
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...parcels]}
      {...(parcelCount > parcels.length
        ? { footer: () => `共 ${parcelCount} 个图斑，列出最大的 ${parcels.length} 个` }
        : {})}
      columns={[
        {
          title: '图斑编号',
          render: (_, { id, number }) => <Link to={`/registers/land-plan.parcel/rows/${id}`}>{number}</Link>,
        },
        { title: '名称', render: (_, { name }) => name ?? '—' },
        { title: '关系', render: (_, { relation }) => relations[relation] },
        { title: '面积', align: 'end', render: (_, { squareMetres }) => areaText(squareMetres) },
        { title: '平均宽度', align: 'end', render: (_, { width }) => `${width.toFixed(2)} m` },
      ]}
    />
  );
}

export function FindingsTable(props: { readonly findings: readonly LineFinding[] }): ReactNode {
  return (
    <Table<LineFinding>
      size="small"
      rowKey="line"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...props.findings]}
      expandable={{
        expandedRowRender: (finding) => <Parcels finding={finding} />,
        rowExpandable: ({ parcels }) => parcels.length > 0,
      }}
      columns={[
        {
          title: '管控线',
          render: (_, { title, colour }) => (
            <span className="land-plan-line">
              <i style={{ background: colour }} />
              {title}
            </span>
          ),
        },
        { title: '结论', render: (_, { conclusion }) => <ConclusionTag of={conclusion} /> },
        { title: '关系', render: (_, { relation }) => relations[relation] },
        {
          title: '占用面积',
          align: 'end',
          render: (_, { squareMetres, sliverSquareMetres }) => (
            <>
              {areaText(squareMetres)}
              {sliverSquareMetres > 0 && (
                <div className="city-muted">细条 {areaText(sliverSquareMetres)}</div>
              )}
            </>
          ),
        },
        { title: '占比', align: 'end', render: (_, { share }) => `${(share * 100).toFixed(2)}%` },
        {
          title: '要求和依据',
          width: 320,
          render: (_, { demand, basis, version }) => (
            <>
              {demand !== '' && <div>{demand}</div>}
              <div className="city-muted">{basis}</div>
              <div className="city-muted">
                {version === null ? '没有在用成果' : `${version.title} ${version.documentNumber}`}
              </div>
            </>
          ),
        },
      ]}
    />
  );
}
