/** Records behind a number, masked; by number only through the box, never through the address. */
import { Input, Table, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { LibraryReply } from '../routes/library-routes.ts';
import type { RecordFilter, RecordRow } from '../routes/record-routes.ts';
import { AreaTitle } from './parts/area-title.tsx';
import { CellText } from './parts/cell.tsx';
import { filterOf } from './parts/records-path.ts';
import './libraries.css';

const size = 20;
const standing: Readonly<Record<string, string>> = { true: '已终止', false: '在册' };

export default function RecordsPage(): ReactNode {
  const { code = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const [key, setKey] = useState('');
  const [page, setPage] = useState(1);
  const about = useCall(contract.routes.library, { code });
  const filter: RecordFilter = { ...filterOf(address), ...(key === '' ? {} : { key }) };
  const asked = useCall(contract.routes.records, { code, filter, page, size }, { keep: true });
  const drop = (name: string) => {
    address.delete(name);
    setAddress(address, { replace: true });
    setPage(1);
  };
  const library = about.data;
  return (
    <PageFrame
      title={`${library?.title ?? '基础库'}的记录`}
      breadcrumb={[
        { title: '基础库和主题库', to: '/base-libraries' },
        { title: library?.title ?? '', to: `/base-libraries/${code}` },
      ]}
      summary="按密级脱敏；点开一条看每一项取自哪个来源、哪一批"
    >
      <Section flush>
        <div className="library-filter">
          {library && <Conditions filter={filterOf(address)} library={library} onDrop={drop} />}
          {library?.fields.filter((field) => field.key).length === 1 && (
            <Input.Search
              allowClear
              maxLength={60}
              autoComplete="off"
              aria-label="按完整号码查找"
              placeholder={`完整的${library.fields.find((field) => field.key)?.title ?? '号码'}`}
              onSearch={(text) => {
                setKey(text.trim());
                setPage(1);
              }}
            />
          )}
        </div>
        <Shown of={asked} rows={8}>
          {({ rows, total }) => (
            <Table<RecordRow>
              rowKey="id"
              size="small"
              scroll={{ x: 'max-content' }}
              dataSource={[...rows]}
              pagination={{
                current: page,
                pageSize: size,
                total,
                showSizeChanger: false,
                onChange: setPage,
                showTotal: (count) => `共${count.toLocaleString('zh-CN')}条`,
              }}
              locale={{ emptyText: <Empty text="没有符合的记录" /> }}
              columns={[
                ...(library?.fields ?? []).map((field, index) => ({
                  title: field.title,
                  align: field.type === 'decimal' ? ('end' as const) : ('start' as const),
                  render: (_: unknown, row: RecordRow) => {
                    const text = <CellText field={field.name} value={row.values[field.name]} />;
                    return index === 0 ? (
                      <Link to={`/base-libraries/${code}/records/${row.id}`}>{text}</Link>
                    ) : (
                      <>
                        {text}{' '}
                        {row.conflicts.includes(field.name) && <StatusTag tone="yellow">不一致</StatusTag>}
                      </>
                    );
                  },
                })),
                {
                  title: '状态',
                  render: (_: unknown, row: RecordRow) =>
                    row.values['ended'] === true ? (
                      <StatusTag tone="grey">已终止</StatusTag>
                    ) : (
                      <StatusTag tone="green">在册</StatusTag>
                    ),
                },
              ]}
            />
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}

function Conditions(props: {
  readonly filter: RecordFilter;
  readonly library: LibraryReply;
  readonly onDrop: (name: string) => void;
}): ReactNode {
  const { filter, library } = props;
  const source = (id: string | undefined) => library.sources.find((each) => each.id === id)?.title ?? id;
  const field = (name: string | undefined) =>
    library.fields.find((each) => each.name === name)?.title ?? name;
  const said: Readonly<Record<string, ReactNode>> = {
    area: filter.area === undefined ? undefined : <AreaTitle digits={filter.area} />,
    ended: filter.ended === undefined ? undefined : standing[String(filter.ended)],
    inSource: filter.inSource && `“${source(filter.inSource)}”有`,
    notInSource: filter.notInSource && `“${source(filter.notInSource)}”没有`,
    lacks: filter.lacks && `缺“${field(filter.lacks)}”`,
    conflict: filter.conflict && (filter.conflict === '*' ? '有不一致' : `“${field(filter.conflict)}”不一致`),
  };
  const shown = Object.entries(said).filter(([, words]) => words !== undefined);
  if (shown.length === 0) return <span className="city-muted">全部记录</span>;
  return shown.map(([name, words]) => (
    <Tag key={name} closable onClose={() => props.onDrop(name)}>
      {words}
    </Tag>
  ));
}
