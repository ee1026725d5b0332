/** 审计日志: who did what to which thing, when and from where; sealed into a chain that can be verified here. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { code, date, subject, text } from '../../../kernel/register.ts';
import { call } from '../../../ui/call.ts';
import { momentFromCity, momentText } from '../../../ui/form/city-time.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { LocalCodes } from '../../../ui/local-codes.tsx';
import { type ListState, QueryTable, type QueryColumn } from '../../../ui/query-table.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import contract from '../contract.ts';
import { AuditDetail, type AuditLineView } from './parts/audit-detail.tsx';
import { auditLists, eventTitle, eventTone, objectTitle } from './parts/audit-words.ts';
import { VerifyChain } from './parts/verify-chain.tsx';

const fields = [
  { name: 'at', field: date({ title: '时间' }) },
  { name: 'subject', field: subject({ title: '操作人' }) },
  { name: 'event', field: code({ title: '操作', codeList: 'audit-event' }) },
  { name: 'module', field: text({ title: '模块', hint: '模块代码' }) },
  { name: 'objectId', field: text({ title: '对象编号' }) },
];

export default function AuditPage(): ReactNode {
  const [opened, setOpened] = useState<AuditLineView | undefined>(undefined);
  return (
    <PageFrame
      title="审计日志"
      summary="记录登录、查询、修改、导出、授权和拒绝；只记编号和代码，不记个人信息内容。"
      extra={<VerifyChain />}
    >
      <LocalCodes lists={auditLists}>
        <QueryTable<AuditLineView>
          id="access.audit"
          fields={fields}
          columns={auditColumns}
          rowKey={(row) => String(row.position)}
          load={(state, signal) => call(contract.routes.audit, auditQuery(state), { signal })}
          onOpen={setOpened}
          rowActions={(row) => (
            <Button type="link" size="small" onClick={() => setOpened(row)}>
              详情
            </Button>
          )}
          rowActionsWidth={70}
          emptyText="没有符合条件的记录"
        />
      </LocalCodes>
      <AuditDetail line={opened} onClose={() => setOpened(undefined)} />
    </PageFrame>
  );
}

const dayLength = 86_400_000;

/** Days of the query area as instants: from the first day's start to the last day's end in the city. */
function auditQuery(state: ListState) {
  const { at = '', subject: who = '', event = '', module = '', objectId = '' } = state.where;
  const [from = '', to = ''] = at.split('..');
  const until =
    to === ''
      ? ''
      : new Date(Date.parse(momentFromCity(`${to.slice(0, 10)}T00:00:00`)) + dayLength).toISOString();
  return {
    page: state.page,
    size: state.size,
    subject: who,
    event,
    module,
    objectId,
    from: from === '' ? '' : momentFromCity(`${from.slice(0, 10)}T00:00:00`),
    to: until,
  };
}

const auditColumns: readonly QueryColumn<AuditLineView>[] = [
  {
    key: 'at',
    title: '时间',
    width: 145,
    render: (row) => <span className="city-number">{momentText(row.at)}</span>,
  },
  { key: 'subjectName', title: '操作人', width: 90 },
  {
    key: 'event',
    title: '操作',
    width: 90,
    render: (row) => <StatusTag tone={eventTone(row.event)}>{eventTitle(row.event)}</StatusTag>,
  },
  { key: 'moduleTitle', title: '模块', width: 110 },
  { key: 'objectType', title: '对象', width: 150, render: (row) => objectTitle(row.objectType) },
  {
    key: 'objectId',
    title: '对象编号',
    width: 130,
    render: (row) => (
      <span className="city-number" title={row.objectId}>
        {row.objectId.length > 16 ? `…${row.objectId.slice(-12)}` : row.objectId}
      </span>
    ),
  },
  {
    key: 'result',
    title: '结果',
    width: 75,
    render: (row) => (
      <StatusTag tone={row.result === 'success' ? 'green' : 'red'}>
        {row.result === 'success' ? '成功' : '失败'}
      </StatusTag>
    ),
  },
  {
    key: 'address',
    title: '来源地址',
    width: 115,
    render: (row) => <span className="city-number">{row.address || '—'}</span>,
  },
  {
    key: 'sealed',
    title: '封存',
    width: 80,
    render: (row) => (
      <StatusTag tone={row.sealed ? 'green' : 'yellow'}>{row.sealed ? '已封存' : '待封存'}</StatusTag>
    ),
  },
];
