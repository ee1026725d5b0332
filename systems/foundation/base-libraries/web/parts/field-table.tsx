/** Fields of a library: how a value is chosen, how many records have one, whose value counts, and on how many the sources disagree. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LibraryReply } from '../../routes/library-routes.ts';
import { classTitles } from './class-titles.ts';
import { recordsPath } from './records-path.ts';
import { shareText } from './share-text.ts';

type Field = LibraryReply['fields'][number];

export function FieldTable(props: { readonly code: string; readonly library: LibraryReply }): ReactNode {
  const { code, library } = props;
  const place = (field: Field) => library.fields.findIndex((each) => each.name === field.name);
  const linked = (value: number, filter: object) =>
    library.mayInspect && value > 0 ? (
      <Link to={recordsPath(code, filter)}>{value.toLocaleString('zh-CN')}</Link>
    ) : (
      value.toLocaleString('zh-CN')
    );
  const filled = (field: Field) => library.whole.filled[place(field)] ?? 0;
  const won = (field: Field) =>
    library.sources
      .map((source, index) => ({ title: source.title, count: library.won[place(field)]?.[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => other.count - one.count)
      .map(({ title, count }) => `${title} ${shareText(count, filled(field))}`)
      .join('、');
  return (
    <Table<Field>
      rowKey="name"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...library.fields]}
      columns={[
        {
          title: '字段',
          render: (_, field) => (
            <Link to={`/base-libraries/lineage/${library.dataset}?field=${field.name}`}>{field.title}</Link>
          ),
        },
        { title: '密级', render: (_, field) => classTitles[field.class] ?? field.class },
        {
          title: '取值规则',
          render: (_, field) => (
            <div className="library-order">
              {field.rule}
              {field.order.length > 1 && <div className="city-muted">{field.order.join(' › ')}</div>}
            </div>
          ),
        },
        { title: '完整率', align: 'end', render: (_, field) => shareText(filled(field), library.whole.rows) },
        {
          title: '缺值',
          align: 'end',
          render: (_, field) =>
            linked(library.whole.rows - filled(field), { ended: false, lacks: field.name }),
        },
        {
          title: '不一致',
          align: 'end',
          render: (_, field) => linked(library.whole.conflicts[place(field)] ?? 0, { conflict: field.name }),
        },
        {
          title: '采用',
          render: (_, field) => <div className="library-order">{field.key ? '—' : won(field) || '—'}</div>,
        },
      ]}
    />
  );
}
