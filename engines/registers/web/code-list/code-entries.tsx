/** The entries of one code list, as a tree where they have parents. */
import { Button, Input, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo, useState } from 'react';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { CodeEntryForm } from './code-entry-form.tsx';
import { buildTree, type CodeNode, type Entry, isInForce } from './code-tree.ts';

export function CodeEntries(props: { readonly list: string; readonly title: string }): ReactNode {
  const { list } = props;
  const may = useMay('registers:manage-code-lists');
  const asked = useCall(contract.routes.codeEntries, { list }, { fresh: 60_000 });
  const [text, setText] = useState('');
  const [edited, setEdited] = useState<Entry | 'new' | undefined>(undefined);
  const tree = useMemo(() => buildTree(asked.data?.entries ?? [], text), [asked.data, text]);
  const columns = useMemo(() => entryColumns(may ? setEdited : undefined), [may]);
  return (
    <Section
      title={props.title}
      flush
      extra={
        <>
          <Input.Search
            allowClear
            placeholder="名称、代码"
            aria-label="按名称、代码查找"
            onSearch={setText}
            style={{ width: 180 }}
          />
          {may && (
            <Button type="primary" onClick={() => setEdited('new')}>
              新增代码
            </Button>
          )}
        </>
      }
    >
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <Table<CodeNode>
          rowKey="code"
          size="middle"
          columns={columns}
          dataSource={[...tree]}
          scroll={{ x: 700 }}
          pagination={{
            defaultPageSize: 20,
            showTotal: () => `共 ${asked.data.entries.length} 条`,
            responsive: true,
          }}
        />
      )}
      <CodeEntryForm
        list={list}
        entry={edited}
        entries={asked.data?.entries ?? []}
        onClose={() => setEdited(undefined)}
      />
    </Section>
  );
}

function entryColumns(edit: ((entry: Entry) => void) | undefined): ColumnType<CodeNode>[] {
  const columns: ColumnType<CodeNode>[] = [
    { title: '代码', dataIndex: 'code', width: 140 },
    { title: '名称', dataIndex: 'name', width: 180 },
    {
      title: '状态',
      width: 90,
      render: (_value, entry) =>
        isInForce(entry) ? <StatusTag tone="green">有效</StatusTag> : <StatusTag tone="grey">停用</StatusTag>,
    },
    {
      title: '有效期',
      width: 190,
      render: (_value, entry) => <span className="city-number">{validText(entry)}</span>,
    },
    {
      title: '依据',
      dataIndex: 'source',
      width: 260,
      render: (source: string | null) => source ?? <span className="city-muted">—</span>,
    },
  ];
  if (edit !== undefined)
    columns.push({
      title: '操作',
      width: 80,
      fixed: 'right',
      render: (_value, entry) => (
        <Button type="link" size="small" onClick={() => edit(entry)}>
          修改
        </Button>
      ),
    });
  return columns;
}

function validText(entry: Entry): string {
  if (entry.validFrom === null && entry.validTo === null) return '长期';
  return `${entry.validFrom ?? '起始'} 至 ${entry.validTo ?? '长期'}`;
}
