/** 审计日志: who did what to which thing, when and from where; sealed into a chain that can be verified here. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { isId } from '../../../kernel/ids.ts';
import { code, date, subject, text } from '../../../kernel/register.ts';
import { call } from '../../../ui/call.ts';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { LocalCodes } from '../../../ui/local-codes.tsx';
import { type ListState, QueryTable, type QueryColumn } from '../../../ui/query-table.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import contract from '../contract.ts';
import { daysFrom, daysUntil } from './parts/audit-days.ts';
import { AuditDetail, type AuditLineView } from './parts/audit-detail.tsx';
import { auditLists, eventTitle, eventTone, objectTitle } from './parts/audit-words.ts';
import { ExportAudit } from './parts/export-audit.tsx';
import { VerifyAudit } from './parts/verify-audit.tsx';

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
      summary="记录登录、查询、修改、导出、授权和拒绝；只记编号和代码，不记个人信息内容。记录封存后谁也不能改动，每一条都可出具凭证。"
      extra={<VerifyAudit />}
    >
      <LocalCodes lists={auditLists}>
        <QueryTable<AuditLineView>
          id="access.audit"
          fields={fields}
          columns={auditColumns}
          rowKey={(row) => String(row.position)}
          load={({ page, size, where }, signal) =>
            call(contract.routes.audit, { page, size, ...filterOf(where) }, { signal })
          }
          toolbar={({ where }) => <ExportAudit filter={filterOf(where)} />}
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

/** What is searched for, as the routes want it. */
function filterOf(where: ListState['where']) {
  const { at = '', subject: who = '', event = '', module = '', objectId = '' } = where;
  const [from = '', to = ''] = at.split('..');
  return { subject: who, event, module, objectId, from: daysFrom(from), to: daysUntil(to) };
}

const auditColumns: readonly QueryColumn<AuditLineView>[] = [
  {
    key: 'at',
    title: '时间',
    width: 145,
    render: (row) => <span className="city-number">{momentText(row.at)}</span>,
  },
  {
    key: 'subjectName',
    title: '操作人',
    width: 120,
    render: (row) => (
      <>
        {row.subjectName} {'actingFor' in row.detail && <StatusTag tone="purple">代办</StatusTag>}
      </>
    ),
  },
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
        {isId(row.objectId) ? `…${row.objectId.slice(-12)}` : row.objectId}
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
