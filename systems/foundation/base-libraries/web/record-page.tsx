/** One record: each value with the department and batch that it was taken from, what the others say, and the way back to them. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { call } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { FieldValue } from '../../../../ui/field-value.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { RecordReply } from '../routes/record-routes.ts';
import { CellText } from './parts/cell.tsx';
import { ConflictTable } from './parts/conflict-table.tsx';
import { HistoryTable } from './parts/history-table.tsx';
import './libraries.css';

type Field = RecordReply['fields'][number];

export default function RecordPage(): ReactNode {
  const { code = '', id = '' } = useParams();
  const asked = useCall(contract.routes.record, { code, id });
  const record = asked.data;
  return (
    <PageFrame
      title="记录和来源"
      breadcrumb={[
        { title: '基础库和主题库', to: '/base-libraries' },
        { title: record?.title ?? '', to: `/base-libraries/${code}` },
        { title: '记录', to: `/base-libraries/${code}/records` },
      ]}
      summary="每一项写明取自哪个部门的哪一批；查看原值要说明查询目的并留下记录"
      tags={record && <Standing record={record} />}
    >
      <Shown of={asked} rows={8}>
        {(shown) => (
          <>
            <Values code={code} record={shown} />
            {shown.conflicts.length > 0 && <ConflictTable code={code} record={shown} />}
            {shown.history.length > 0 && <HistoryTable record={shown} />}
            {shown.versions.length > 0 && <Versions record={shown} />}
            <Sources record={shown} />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Standing(props: { readonly record: RecordReply }): ReactNode {
  const { values, confidence } = props.record;
  return (
    <>
      {values['ended'] === true ? (
        <StatusTag tone="grey">已终止</StatusTag>
      ) : (
        <StatusTag tone="green">在册</StatusTag>
      )}
      {confidence.whole !== null && (
        <StatusTag tone={confidence.whole < 0.5 ? 'yellow' : 'blue'}>
          {`可信度 ${confidence.whole.toFixed(2)}`}
        </StatusTag>
      )}
    </>
  );
}

function Values(props: { readonly code: string; readonly record: RecordReply }): ReactNode {
  const { code, record } = props;
  const title = (source: string | undefined) => record.sources.find((each) => each.source === source);
  const reveal = (field: Field) => async () =>
    (await call(contract.routes.reveal, { code, id: record.id, field: field.name })).value;
  return (
    <Section title="现在的值" flush>
      <Table<Field>
        rowKey="name"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...record.fields]}
        columns={[
          { title: '信息项', dataIndex: 'title' },
          {
            title: '值',
            render: (_, field) => {
              const value = record.values[field.name];
              if (!field.masked || value === null) return <CellText field={field.name} value={value} />;
              return (
                <FieldValue
                  field={{ type: 'text', title: field.title }}
                  value={value}
                  masked
                  asks="purpose"
                  {...(record.mayReveal ? { reveal: reveal(field) } : {})}
                />
              );
            },
          },
          {
            title: '可信度',
            align: 'end',
            render: (_, field) => {
              if (record.decided.includes(field.name)) return '已裁定';
              const score = record.confidence.fields[field.name];
              return score === undefined ? '—' : score.toFixed(2);
            },
          },
          { title: '取自', render: (_, field) => title(record.origins[field.name]?.source)?.title ?? '—' },
          {
            title: '责任部门',
            render: (_, field) => title(record.origins[field.name]?.source)?.departmentName ?? '—',
          },
          {
            title: '来源时间',
            render: (_, field) => record.origins[field.name]?.at?.slice(0, 10) ?? '—',
          },
          {
            title: '批次和行号',
            render: (_, field) => {
              const origin = record.origins[field.name];
              return origin === undefined ? (
                '—'
              ) : (
                <code>{`${origin.batch.slice(0, 18)} · ${origin.row}`}</code>
              );
            },
          },
          { title: '取值规则', dataIndex: 'rule' },
        ]}
      />
    </Section>
  );
}

function Versions(props: { readonly record: RecordReply }): ReactNode {
  const { record } = props;
  return (
    <Section title="历次发布" flush>
      <Table
        rowKey={(row) => JSON.stringify(row)}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...record.versions]}
        columns={record.fields
          .filter((field) => !field.key)
          .map((field) => ({
            title: field.title,
            align: field.type === 'decimal' ? ('end' as const) : ('start' as const),
            render: (_: unknown, row: RecordReply['versions'][number]) => (
              <CellText field={field.name} value={row[field.name]} />
            ),
          }))}
      />
    </Section>
  );
}

function Sources(props: { readonly record: RecordReply }): ReactNode {
  return (
    <Section title="各来源" flush>
      <Table
        rowKey="source"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...props.record.sources]}
        columns={[
          { title: '来源', dataIndex: 'title' },
          { title: '责任部门', dataIndex: 'departmentName' },
          {
            title: '有这条记录',
            render: (_, source) =>
              source.has ? <StatusTag tone="green">有</StatusTag> : <StatusTag tone="grey">没有</StatusTag>,
          },
          { title: '来源时间', render: (_, source) => source.at?.slice(0, 10) ?? '—' },
        ]}
      />
    </Section>
  );
}
