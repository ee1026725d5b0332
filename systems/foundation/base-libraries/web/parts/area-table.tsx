/** A library by county: size, how far each source covers it, and what disagrees. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LibraryReply } from '../../routes/library-routes.ts';
import { AreaTitle } from './area-title.tsx';
import { recordsPath } from './records-path.ts';
import { shareText } from './share-text.ts';

type Area = LibraryReply['areas'][number];

/** Too few to be told. */
const few = '不显示';

/** Mean share of filled fields, keys left out. */
function completeness(area: Area, library: LibraryReply): string {
  const places = library.fields.flatMap((field, index) => (field.key ? [] : [index]));
  const filled = places.map((index) => area.filled[index] ?? null);
  if (area.rows === null || filled.includes(null)) return few;
  const sum = filled.reduce<number>((total, count) => total + (count ?? 0), 0);
  return shareText(sum, area.rows * places.length);
}

export function AreaTable(props: { readonly code: string; readonly library: LibraryReply }): ReactNode {
  const { code, library } = props;
  const linked = (value: number | null, filter: object) => {
    if (value === null) return few;
    return library.mayInspect && value > 0 ? (
      <Link to={recordsPath(code, filter)}>{value.toLocaleString('zh-CN')}</Link>
    ) : (
      value.toLocaleString('zh-CN')
    );
  };
  const share = (part: number | null | undefined, whole: number | null) =>
    part === null || part === undefined || whole === null ? few : shareText(part, whole);
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
          render: (_: unknown, area: Area) => share(area.sources[index], area.rows),
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
