/** Looks as a table: who looked at what kind of record, for which purpose on what ground, and what review and department said. */
import { Button, Modal, Space, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { Look } from '../../contract.ts';

const states: Readonly<
  Record<string, { readonly title: string; readonly tone: 'yellow' | 'green' | 'red' | 'blue' }>
> = {
  waiting: { title: '待复核', tone: 'yellow' },
  proper: { title: '正当', tone: 'green' },
  doubtful: { title: '存疑', tone: 'red' },
  answered: { title: '存疑已答复', tone: 'blue' },
};

export function LookTable(props: {
  readonly rows: readonly Look[];
  readonly emptyText: string;
  readonly actions: (look: Look) => ReactNode;
  readonly paging?: {
    readonly page: number;
    readonly total: number;
    readonly onPage: (page: number) => void;
  };
}): ReactNode {
  const { paging } = props;
  if (props.rows.length === 0) return <Empty text={props.emptyText} />;
  return (
    <Table<Look>
      rowKey="look"
      size="middle"
      scroll={{ x: 'max-content' }}
      dataSource={[...props.rows]}
      pagination={
        paging
          ? { current: paging.page, total: paging.total, pageSize: 20, onChange: paging.onPage }
          : { pageSize: 20, hideOnSinglePage: true }
      }
      columns={[
        {
          title: '时间',
          width: 140,
          render: (_, row) => <span className="city-number">{momentText(row.at)}</span>,
        },
        {
          title: '查询人',
          width: 190,
          render: (_, row) => (
            <div style={{ whiteSpace: 'normal' }}>
              <div>{row.subjectName}</div>
              <div className="city-muted">{row.departmentName}</div>
            </div>
          ),
        },
        { title: '查询对象', width: 130, dataIndex: 'objectTitle' },
        {
          title: '目的和用途',
          width: 220,
          render: (_, row) => (
            <div style={{ whiteSpace: 'normal' }}>
              <div>{row.purposeTitle}</div>
              <div className="city-muted">{row.reason}</div>
              {row.caseNumber !== null && <div className="city-muted">{row.caseNumber}</div>}
            </div>
          ),
        },
        {
          title: '状态',
          width: 110,
          render: (_, row) => {
            const state = states[row.state];
            return state && <StatusTag tone={state.tone}>{state.title}</StatusTag>;
          },
        },
        {
          title: '复核意见和答复',
          width: 180,
          render: (_, row) => (
            <div style={{ whiteSpace: 'normal' }}>
              <div>{row.remark ?? '—'}</div>
              {row.answer !== null && <div className="city-muted">答复：{row.answer}</div>}
            </div>
          ),
        },
        {
          title: '操作',
          width: 150,
          fixed: 'right',
          render: (_, row) => (
            <Space size={0}>
              {props.actions(row)}
              <Details look={row} />
            </Space>
          ),
        },
      ]}
    />
  );
}

function Details(props: { readonly look: Look }): ReactNode {
  const { look } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        详情
      </Button>
      <Modal open={open} title="一次查询" footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <DescriptionList
          items={[
            { label: '查询人', value: `${look.subjectName}（${look.departmentName}）` },
            { label: '时间', value: momentText(look.at) },
            { label: '查询对象', value: look.objectTitle },
            { label: '记录标识', value: <code>{look.row}</code>, wide: true },
            { label: '查询目的', value: look.purposeTitle, wide: true },
            { label: '依据', value: look.basis, wide: true },
            { label: '案件或办件', value: look.caseNumber ?? '—' },
            { label: '具体用途', value: look.reason, wide: true },
            { label: '复核意见', value: look.remark ?? '—', wide: true },
            { label: '单位答复', value: look.answer ?? '—', wide: true },
          ]}
        />
      </Modal>
    </>
  );
}
