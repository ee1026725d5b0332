/** 事件推送: addresses that are told of what each batch changed, how that went, and a form for another one. */
import { Button, Input, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { deliveryStatuses } from '../../data/delivery-words.ts';
import type { Delivery } from '../../delivery-routes.ts';

export function Deliveries(props: {
  readonly id: string;
  readonly mayAdd: boolean;
  readonly mayAct: boolean;
}): ReactNode {
  const asked = useCall(contract.routes.deliveries, { id: props.id }, { every: 10_000 });
  return (
    <Section title="事件推送" flush extra={props.mayAdd && <Add id={props.id} />}>
      <Shown of={asked} rows={2}>
        {({ deliveries, mayApprove }) => (
          <Table<Delivery>
            rowKey="id"
            size="small"
            pagination={false}
            dataSource={[...deliveries]}
            scroll={{ x: 'max-content' }}
            locale={{
              emptyText: (
                <Empty text="没有登记接收地址；核准后数据每更新一批，合同范围内的变化就签名推送过去" />
              ),
            }}
            columns={[
              {
                title: '接收地址',
                render: (_, one) => <span className="data-sharing-long">{one.url}</span>,
              },
              {
                title: '状态',
                render: (_, one) => (
                  <StatusTag tone={deliveryStatuses[one.status]?.tone}>
                    {deliveryStatuses[one.status]?.title ?? one.status}
                  </StatusTag>
                ),
              },
              {
                title: '最近推送',
                render: (_, one) => (one.lastAt === null ? '—' : momentText(one.lastAt)),
              },
              {
                title: '行数',
                align: 'end',
                render: (_, one) => one.lastRows?.toLocaleString('zh-CN') ?? '—',
              },
              { title: '问题', render: (_, one) => one.problem ?? '—' },
              {
                title: '操作',
                render: (_, one) => <Acts one={one} mayAct={props.mayAct} mayApprove={mayApprove} />,
              },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

function Add(props: { readonly id: string }): ReactNode {
  const [url, setUrl] = useState('');
  const { act, acting } = useAct(contract.routes.addDelivery, { onDone: () => setUrl('') });
  return (
    <Input.Search
      aria-label="接收地址"
      placeholder="https://… 本部门的接收地址"
      style={{ width: 340, maxWidth: '100%' }}
      value={url}
      maxLength={300}
      loading={acting}
      enterButton="登记"
      onChange={(event) => setUrl(event.target.value)}
      onSearch={(text) => {
        if (text.trim() !== '') void act({ id: props.id, url: text.trim() });
      }}
    />
  );
}

function Acts(props: {
  readonly one: Delivery;
  readonly mayAct: boolean;
  readonly mayApprove: boolean;
}): ReactNode {
  const { id, status } = props.one;
  const { act, acting } = useAct(contract.routes.actOnDelivery);
  const approve = useAct(contract.routes.approveDelivery);
  if (status === 'ended') return '—';
  const stopped = status === 'paused' || status === 'failed';
  const button = (title: string, run: () => void, danger = false) => (
    <Button type="link" size="small" danger={danger} loading={acting || approve.acting} onClick={run}>
      {title}
    </Button>
  );
  return (
    <>
      {props.mayApprove && status === 'asked' && button('核准', () => void approve.act({ id }))}
      {props.mayAct &&
        status !== 'asked' &&
        button(stopped ? '恢复' : '暂停', () => void act({ id, act: stopped ? 'resume' : 'pause' }))}
      {props.mayAct && button('终止', () => void act({ id, act: 'end' }), true)}
    </>
  );
}
