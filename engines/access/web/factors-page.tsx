/** 登录保护: one's own second factors — authenticator, passkeys, recovery codes. */
import { Alert, Button, Space, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type Factors } from '../contract.ts';
import { EnrolPasskey } from './parts/enrol-passkey.tsx';
import { EnrolTotp } from './parts/enrol-totp.tsx';
import { RecoveryCodes } from './parts/recovery-codes.tsx';
import './access.css';

type Factor = Factors['factors'][number];

export default function FactorsPage(): ReactNode {
  const asked = useCall(contract.routes.factors, {});
  const [adding, setAdding] = useState<'totp' | 'passkey' | undefined>(undefined);
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined);
  function enrolled(recoveryCodes: readonly string[] | null): void {
    setAdding(undefined);
    tell('success', '已绑定');
    if (recoveryCodes) setCodes(recoveryCodes);
  }
  return (
    <PageFrame
      title="登录保护"
      summary="绑定后，登录除密码外还须一次动态口令或通行密钥；高风险操作前也会再次验证。"
      extra={
        <Space>
          <Button onClick={() => setAdding('passkey')}>绑定通行密钥</Button>
          <Button type="primary" onClick={() => setAdding('totp')}>
            绑定动态口令
          </Button>
        </Space>
      }
    >
      {asked.isPending && <Loading rows={4} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Duty data={asked.data} />
          <Section title="已绑定的验证方式" flush>
            {asked.data.factors.length === 0 ? (
              <Empty text="还没有绑定。建议至少绑定两种，以免设备遗失后无法登录。" />
            ) : (
              <Table<Factor>
                rowKey="id"
                size="middle"
                columns={columns}
                dataSource={asked.data.factors}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
            )}
          </Section>
          {asked.data.factors.length > 0 && <Recovery left={asked.data.recoveryLeft} onRenewed={setCodes} />}
        </>
      )}
      <EnrolTotp open={adding === 'totp'} onClose={() => setAdding(undefined)} onDone={enrolled} />
      <EnrolPasskey open={adding === 'passkey'} onClose={() => setAdding(undefined)} onDone={enrolled} />
      <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />
    </PageFrame>
  );
}

function Duty(props: { readonly data: Factors }): ReactNode {
  const { required, dueAt, factors } = props.data;
  if (!required || factors.length > 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={`您的岗位须有第二验证方式（GB/T 22239-2019 8.1.4.1 d)），请在 ${momentText(dueAt)} 前绑定。`}
    />
  );
}

function Recovery(props: {
  readonly left: number;
  readonly onRenewed: (codes: readonly string[]) => void;
}): ReactNode {
  const { act, acting } = useAct(contract.routes.renewRecovery, {
    onDone: ({ codes }) => props.onRenewed(codes),
  });
  async function renew(): Promise<void> {
    const sure = await confirmDanger({ title: '重新生成恢复码？', hint: '原有的恢复码全部作废。' });
    if (sure) await act({});
  }
  return (
    <Section title="恢复码">
      <Space wrap>
        <span>
          还有 <b className="city-number">{props.left}</b>{' '}
          个没有用过。设备不在身边时，用恢复码代替动态口令登录。
        </span>
        <Button loading={acting} onClick={() => void renew()}>
          重新生成
        </Button>
      </Space>
    </Section>
  );
}

function RemoveFactor(props: { readonly factor: Factor }): ReactNode {
  const { act, acting } = useAct(contract.routes.removeFactor, { onDone: () => tell('success', '已删除') });
  async function remove(): Promise<void> {
    if (await confirmDanger({ title: `删除“${props.factor.title}”？`, hint: '删除后不能再用它登录。' }))
      await act({ id: props.factor.id });
  }
  return (
    <Button type="link" size="small" danger loading={acting} onClick={() => void remove()}>
      删除
    </Button>
  );
}

const columns: ColumnType<Factor>[] = [
  {
    title: '方式',
    dataIndex: 'kind',
    width: 120,
    render: (kind: string) => (
      <StatusTag tone={kind === 'totp' ? 'blue' : 'green'}>
        {kind === 'totp' ? '动态口令' : '通行密钥'}
      </StatusTag>
    ),
  },
  { title: '名称', dataIndex: 'title', width: 240, ellipsis: true },
  {
    title: '绑定时间',
    dataIndex: 'createdAt',
    width: 160,
    render: (at: string) => <span className="city-number">{momentText(at)}</span>,
  },
  {
    title: '最近使用',
    dataIndex: 'usedAt',
    width: 160,
    render: (at: string | null) => <span className="city-number">{at ? momentText(at) : '—'}</span>,
  },
  { title: '操作', width: 90, render: (_value, factor) => <RemoveFactor factor={factor} /> },
];
