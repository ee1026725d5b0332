/** A library by county: size, how far each source covers it, and what disagrees. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LibraryReply } from '../../routes/library-routes.ts';
import { AreaTitle } from './area-title.tsx';
import { recordsPath } from './records-path.ts';
import { shareText } from './share-text.ts';

type Area = LibraryReply['areas'][number];

/** Mean share of filled fields, keys left out. */
function completeness(area: Area, library: LibraryReply): string {
  const places = library.fields.flatMap((field, index) => (field.key ? [] : [index]));
  const filled = places.reduce((sum, index) => sum + (area.filled[index] ?? 0), 0);
  return shareText(filled, area.rows * places.length);
}

export function AreaTable(props: { readonly code: string; readonly library: LibraryReply }): ReactNode {
  const { code, library } = props;
  const linked = (value: number, filter: object) =>
    library.mayInspect && value > 0 ? (
      <Link to={recordsPath(code, filter)}>{value.toLocaleString('zh-CN')}</Link>
    ) : (
      value.toLocaleString('zh-CN')
    );
  return (
    <Table<Area>
      rowKey="area"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...library.areas]}
      columns={[
        { title: '地区', render: (_, area) => <AreaTitle digits={area.area} /> },
        {
          title: '在册',
          align: 'end',
          render: (_, area) => linked(area.rows, { area: area.area, ended: false }),
        },
        {
          title: '已终止',
          align: 'end',
          render: (_, area) => linked(area.ended, { area: area.area, ended: true }),
        },
        { title: '完整率', align: 'end', render: (_, area) => completeness(area, library) },
        ...library.sources.map((source, index) => ({
          title: `${source.title}覆盖`,
          align: 'end' as const,
          render: (_: unknown, area: Area) => shareText(area.sources[index] ?? 0, area.rows),
        })),
        {
          title: '不一致',
          align: 'end',
          render: (_, area) => linked(area.conflicted, { area: area.area, conflict: '*' }),
        },
      ]}
    />
  );
}
