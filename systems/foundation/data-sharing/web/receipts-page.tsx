/** 调用凭证: receipts of all contracts that the reader may see, found by whom, what, when and how they ended. */
import { Button, DatePicker, Form, Input, Select, Table } from 'antd';
import type { Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../../../ui/call.ts';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { FoundReceipt } from '../receipt-routes.ts';
import { callOutcomes } from './parts/call-outcomes.ts';
import './sharing.css';

interface Wanted {
  readonly receipt?: string;
  readonly contract?: string;
  readonly application?: string;
  readonly department?: string;
  readonly outcome?: 'served' | 'empty' | 'over-quota';
  readonly days?: readonly [Dayjs, Dayjs] | null;
}

const asText = (text: string | undefined) => (text?.trim() ? text.trim() : undefined);

export default function ReceiptsPage(): ReactNode {
  const [wanted, setWanted] = useState<Wanted>({});
  /** Last receipts of the pages before this one. */
  const [before, setBefore] = useState<readonly string[]>([]);
  const { receipt, contract: number, application, department, outcome, days } = wanted;
  const asked = useCall(
    contract.routes.receipts,
    {
      receipt: asText(receipt),
      contract: asText(number),
      application: asText(application),
      department,
      outcome,
      from: days?.[0].format('YYYY-MM-DD'),
      to: days?.[1].format('YYYY-MM-DD'),
      before: before.at(-1),
      size: 50,
    },
    { keep: true },
  );
  return (
    <PageFrame
      title="调用凭证"
      summary="共享数据的每次调用都有一张凭证；下载的文件不连平台也能核验真伪"
      extra={<a href="/open/trust/verify">核验凭证文件</a>}
    >
      <Section>
        <Search
          onSearch={(given) => {
            setWanted(given);
            setBefore([]);
          }}
        />
      </Section>
      <Section title="凭证" flush>
        <Shown of={asked} rows={8}>
          {({ receipts, more, all }) => (
            <>
              <Found receipts={receipts} />
              <div className="data-sharing-acts data-sharing-foot">
                <span className="city-muted">{all ? '全部合同的凭证' : '本人可见合同的凭证'}</span>
                <Button disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
                  上一页
                </Button>
                <Button disabled={!more} onClick={() => setBefore([...before, receipts.at(-1)?.id ?? ''])}>
                  下一页
                </Button>
              </div>
            </>
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}

function Search(props: { readonly onSearch: (wanted: Wanted) => void }): ReactNode {
  const [form] = Form.useForm<Wanted>();
  return (
    <Form<Wanted> form={form} layout="vertical" onFinish={props.onSearch}>
      <div className="data-sharing-search">
        <Form.Item name="contract" label="合同编号">
          <Input allowClear maxLength={60} />
        </Form.Item>
        <Form.Item name="application" label="应用">
          <Input allowClear maxLength={60} placeholder="应用名称或编号" />
        </Form.Item>
        <Form.Item name="department" label="使用或提供部门">
          <DepartmentPicker />
        </Form.Item>
        <Form.Item name="outcome" label="结果">
          <Select
            allowClear
            options={Object.entries(callOutcomes).map(([value, { title }]) => ({ value, label: title }))}
          />
        </Form.Item>
        <Form.Item name="days" label="日期">
          <DatePicker.RangePicker />
        </Form.Item>
        <Form.Item
          name="receipt"
          label="凭证编号"
          rules={[{ pattern: /^\s*[0-9a-f-]{36}\s*$/, message: '凭证编号是36位，含四个短横' }]}
        >
          <Input allowClear maxLength={40} />
        </Form.Item>
      </div>
      <div className="data-sharing-acts">
        <Button type="primary" htmlType="submit">
          查询
        </Button>
        <Button
          onClick={() => {
            form.resetFields();
            props.onSearch({});
          }}
        >
          重置
        </Button>
      </div>
    </Form>
  );
}

function Found(props: { readonly receipts: readonly FoundReceipt[] }): ReactNode {
  return (
    <Table<FoundReceipt>
      rowKey="id"
      size="small"
      pagination={false}
      dataSource={[...props.receipts]}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="没有符合条件的凭证" /> }}
      columns={[
        { title: '时间', render: (_, one) => momentText(one.at) },
        { title: '应用', dataIndex: 'application' },
        { title: '使用部门', dataIndex: 'consumer' },
        { title: '提供部门', dataIndex: 'provider' },
        {
          title: '合同',
          render: (_, one) => <Link to={`/data-sharing/agreements/${one.contract}`}>{one.number}</Link>,
        },
        {
          title: '结果',
          render: (_, one) => (
            <StatusTag tone={callOutcomes[one.outcome]?.tone}>
              {callOutcomes[one.outcome]?.title ?? one.outcome}
            </StatusTag>
          ),
        },
        { title: '行数', dataIndex: 'rows', align: 'end' },
        {
          title: '凭证（可离线核验）',
          render: (_, one) => (
            <a href={addressOf(contract.routes.receipt, { id: one.id })} download title="下载凭证文件">
              <code>{one.id}</code>
            </a>
          ),
        },
      ]}
    />
  );
}
