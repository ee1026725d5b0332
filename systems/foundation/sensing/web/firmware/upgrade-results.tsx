/** How an upgrade went with each device. */
import { Table } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import telemetryContract from '../../../../../engines/telemetry/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { resultStates, resultTones } from './firmware-words.ts';

export function UpgradeResults(props: { readonly id: string }): ReactNode {
  const input = useMemo(() => ({ id: props.id }), [props.id]);
  const asked = useCall(telemetryContract.routes.upgrade, input, { every: 10_000 });
  return (
    <Shown of={asked} rows={3}>
      {({ results }) => (
        <Table
          size="small"
          rowKey="device"
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
          dataSource={[...results]}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty text="没有您可查看的设备" /> }}
          columns={[
            {
              title: '设备',
              render: (_, row) => <Link to={`/telemetry/devices/${row.device}`}>{row.name}</Link>,
            },
            { title: '编码', dataIndex: 'code' },
            { title: '批次', align: 'end', dataIndex: 'wave' },
            {
              title: '结果',
              render: (_, { state }) => (
                <StatusTag tone={resultTones[state]}>{resultStates[state]}</StatusTag>
              ),
            },
            { title: '当前版本', render: (_, { firmware }) => firmware ?? '未报告' },
            {
              title: '说明',
              render: (_, { message }) => <span className="sensing-long">{message ?? '—'}</span>,
            },
            { title: '结束时间', render: (_, { endedAt }) => momentText(endedAt) },
          ]}
        />
      )}
    </Shown>
  );
}
