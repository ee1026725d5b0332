/** 隔离数据: what could not be used and why; a reading can be sent in again once its reason is mended. */
import { Button, Segmented, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { protocolText } from '../device/device-words.ts';
import { reasonText } from './reason-words.ts';
import type { KeptReply } from '../../routes/ingest-routes.ts';
import { paths } from '../paths.ts';
import '../telemetry.css';

type State = KeptReply['state'];

export default function QuarantinePage(): ReactNode {
  const [state, setState] = useState<State>('kept');
  const reply = useCall(contract.routes.quarantine, { state, size: 100 }, { keep: true });
  return (
    <PageFrame
      title="隔离数据"
      summary="不能入库的报文和读数：原因消除后可以重放，确认无用的作废；同类过多时只计数"
    >
      <Shown of={reply}>
        {({ kept, counts }) => (
          <>
            {counts.length > 0 && (
              <Section title="本次启动以来">
                <div className="telemetry-counts">
                  {counts.map(({ protocol, outcome, count }) => (
                    <span key={`${protocol} ${outcome}`}>
                      {protocolText(protocol)} {reasonText(outcome)} <b>{count.toLocaleString('zh-CN')}</b>
                    </span>
                  ))}
                </div>
              </Section>
            )}
            <Section
              flush
              title="隔离记录"
              extra={
                <Segmented<State>
                  value={state}
                  onChange={setState}
                  options={[
                    { value: 'kept', label: '待处理' },
                    { value: 'replayed', label: '已重放' },
                    { value: 'dropped', label: '已作废' },
                  ]}
                />
              }
            >
              <KeptTable kept={kept} />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function KeptTable(props: { readonly kept: readonly KeptReply[] }): ReactNode {
  const replay = useAct(contract.routes.replay);
  const drop = useAct(contract.routes.drop);
  return (
    <Table<KeptReply>
      rowKey="id"
      dataSource={[...props.kept]}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="没有隔离数据" /> }}
      columns={[
        { title: '收到', width: 150, render: (_, row) => momentText(row.receivedAt) },
        { title: '来路', width: 100, render: (_, row) => protocolText(row.protocol) },
        { title: '原因', width: 140, render: (_, row) => reasonText(row.reason) },
        {
          title: '设备',
          width: 220,
          render: (_, row) =>
            row.device && row.deviceCode ? (
              <Link to={paths.device(row.device)}>{row.deviceCode}</Link>
            ) : (
              <span className="city-muted">不在册</span>
            ),
        },
        { title: '内容', render: (_, row) => <code className="telemetry-body">{bodyText(row)}</code> },
        {
          title: '操作',
          width: 130,
          render: (_, row) =>
            row.state === 'kept' && (
              <>
                {row.reading !== null && (
                  <Button type="link" size="small" onClick={() => void replay.act({ id: row.id })}>
                    重放
                  </Button>
                )}
                <Button type="link" size="small" danger onClick={() => void drop.act({ id: row.id })}>
                  作废
                </Button>
              </>
            ),
        },
      ]}
    />
  );
}

function bodyText(row: KeptReply): string {
  if (row.reading === null) return row.body;
  const { property, value, at } = row.reading as { property: string; value: unknown; at: number };
  return `${property} = ${String(value)}，${momentText(new Date(at).toISOString())}`;
}
