/** 一份开放数据集 as its publisher sees it: state, use by day, grants, and taking it down. */
import { Alert, Button, Input, Modal, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

type Usage = OutputOf<typeof contract.routes.usage>;

const states: Readonly<Record<string, string>> = {
  published: '已开放',
  withheld: '暂停',
  withdrawn: '已撤下',
};

export default function PublicationPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.usage, { id });
  const mayPublish = useMay('open-data:publish');
  return (
    <PageFrame
      title={asked.data?.name ?? '开放数据集'}
      breadcrumb={[{ title: '数据开放', to: '/open-data/publications' }]}
      extra={mayPublish && asked.data?.status !== 'withdrawn' && <Withdraw id={id} />}
    >
      <Shown of={asked} rows={6}>
        {(usage) => (
          <>
            <Section title="状态">
              {usage.problem !== null && <Alert type="warning" showIcon title={usage.problem} />}
              <DescriptionList
                items={[
                  { label: '状态', value: states[usage.status] ?? usage.status },
                  { label: '标识', value: <a href={`/open/open-data/${usage.code}`}>{usage.code}</a> },
                  { label: '准标识符', value: usage.quasi.join('、') || '没有' },
                  { label: '不列为准标识符的理由', value: usage.quasiReason || '—' },
                ]}
              />
            </Section>
            <Section title="近30天使用">
              <Chart
                title="近30天使用"
                data={{
                  kind: 'bar',
                  unit: '次',
                  categories: usage.days.map(({ day }) => day.slice(5)),
                  series: [
                    { name: '下载', values: usage.days.map(({ downloads }) => downloads) },
                    { name: '接口调用', values: usage.days.map(({ calls }) => calls) },
                  ],
                }}
              />
            </Section>
            {usage.grants.length > 0 && <Grants usage={usage} />}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Grants({ usage }: { readonly usage: Usage }): ReactNode {
  const [ending, setEnding] = useState<string>();
  const end = useAct(contract.routes.endGrant, { onDone: () => setEnding(undefined) });
  return (
    <Section title="有条件开放授权" flush>
      <Table
        rowKey="id"
        size="middle"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...usage.grants]}
        columns={[
          { title: '申请编号', dataIndex: 'request' },
          { title: '用途', dataIndex: 'purpose' },
          { title: '每日次数', dataIndex: 'callsPerDay', align: 'end' },
          { title: '累计调用', dataIndex: 'calls', align: 'end' },
          { title: '到期日期', dataIndex: 'endsOn' },
          {
            title: '操作',
            render: (_, grant) =>
              grant.active ? (
                <Button danger size="small" onClick={() => setEnding(grant.id)}>
                  终止
                </Button>
              ) : (
                '已失效'
              ),
          },
        ]}
      />
      <ReasonDialog
        title="终止授权"
        open={ending !== undefined}
        acting={end.acting}
        onClose={() => setEnding(undefined)}
        onDone={(reason) => void end.act({ id: ending ?? '', reason })}
      />
    </Section>
  );
}

function Withdraw(props: { readonly id: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const withdraw = useAct(contract.routes.withdraw, { onDone: () => setOpen(false) });
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        撤下
      </Button>
      <ReasonDialog
        title="撤下开放数据"
        open={open}
        acting={withdraw.acting}
        onClose={() => setOpen(false)}
        onDone={(reason) => void withdraw.act({ id: props.id, reason })}
      />
    </>
  );
}

function ReasonDialog(props: {
  readonly title: string;
  readonly open: boolean;
  readonly acting: boolean;
  readonly onClose: () => void;
  readonly onDone: (reason: string) => void;
}): ReactNode {
  const [reason, setReason] = useState('');
  return (
    <Modal
      title={props.title}
      open={props.open}
      okText={props.title}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: props.acting }}
      onCancel={props.onClose}
      onOk={() => props.onDone(reason.trim())}
    >
      <Input.TextArea
        aria-label="理由"
        rows={3}
        maxLength={300}
        placeholder="请写明理由"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
