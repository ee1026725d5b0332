/** The rows that the coming night would take, by id and date, each a way to the row for whoever may see it. */
import { Alert, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { registerPath } from '../parts/register-path.ts';

type Preview = OutputOf<typeof contract.routes.retentionPreview>;
type Row = Preview['rows'][number];

export function DryRun(props: { readonly register: string }): ReactNode {
  const asked = useCall(contract.routes.retentionPreview, { register: props.register });
  return <Shown of={asked}>{(preview) => <Rows preview={preview} />}</Shown>;
}

function listOf({ rule }: Preview): string | undefined {
  if (rule.fromField === null) return undefined;
  const query = new URLSearchParams({ [`f.${rule.fromField}`]: `..${rule.dueUntil}` });
  return `${registerPath.list(rule.register)}?${query}`;
}

function Rows({ preview }: { readonly preview: Preview }): ReactNode {
  const { rule, kind, rows, more } = preview;
  const list = listOf(preview);
  const pathOf = (id: string) =>
    kind === 'case' ? `/flow/cases/${rule.register}/${id}` : registerPath.detail(rule.register, id);
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={`今夜将${rule.action === 'delete' ? '删除' : '匿名化'} ${rule.due} 条，暂缓 ${rule.held} 条`}
        description="试算不改动任何记录。这里只列标识和日期，内容按各人的查看权限打开。"
      />
      {list && (
        <p>
          <Link to={list}>在台账中查看这些记录</Link>
        </p>
      )}
      <Table<Row>
        rowKey="id"
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={[...rows]}
        columns={[
          {
            title: '记录',
            key: 'id',
            // Rows of an engine's own table have no page.
            render: (row: Row) =>
              kind === 'table' ? (
                `${row.id.slice(0, 8)}…`
              ) : (
                <Link to={pathOf(row.id)}>{row.id.slice(0, 8)}…</Link>
              ),
          },
          { title: rule.fromTitle, key: 'from', render: (row: Row) => momentText(row.from) },
          {
            title: '状态',
            key: 'held',
            render: (row: Row) =>
              row.held ? <StatusTag tone="yellow">暂缓</StatusTag> : <StatusTag tone="red">待处置</StatusTag>,
          },
        ]}
      />
      {more && <p className="city-muted">只列出最早的 {rows.length} 条</p>}
    </>
  );
}
