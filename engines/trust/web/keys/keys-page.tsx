/** 密钥管理: the versions of every key, changing and destroying them, and putting sensitive values under the newest. */
import { Alert, Button, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { askReason, confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract, { type RingKey } from '../../contract.ts';
import { Resealing } from './resealing.tsx';

const purposes = {
  log: { title: '日志签名密钥', hint: 'SM2。为审计等日志的树根签名；更换后旧树根仍由旧公钥核验。' },
  code: {
    title: '亮码签名密钥',
    hint: 'SM2。为手机上的短时码证书签名；更换后旧证书在有效期内仍由旧公钥核验。',
  },
  link: {
    title: '级联签名密钥',
    hint: 'SM2。为发往上下级平台的报文签名；更换后须把新公钥告知各对方平台，登记前对方拒收。',
  },
  data: { title: '敏感字段加密密钥', hint: 'SM4。更换后新值用新密钥，旧值照读；重新加密后可销毁旧密钥。' },
  index: { title: '敏感字段检索密钥', hint: 'HMAC-SM3。按等值查找加密字段用；更换后须重新加密。' },
} as const;

export default function KeysPage(): ReactNode {
  const ring = useCall(contract.routes.ring, {});
  const lost = ring.data?.filter((key) => key.state !== 'destroyed' && !key.usable) ?? [];
  return (
    <PageFrame
      title="密钥管理"
      summary="密钥由保管密钥加密后存放，保管密钥不在数据库和备份里。更换、销毁和重新加密都记入审计日志。"
    >
      {lost.length > 0 && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={`保管密钥缺失或不符，${lost.length} 把密钥无法使用：${lost.map(({ id }) => id).join('、')}`}
          description="请恢复原来的保管密钥（数据目录 trust/master.key 或环境变量 TRUST_MASTER_KEY）。确实找不回时再更换密钥：旧签名仍可核验，旧的加密值不能再读出。"
        />
      )}
      <Shown of={ring}>
        {(keys) =>
          Object.entries(purposes).map(([purpose, words]) => (
            <KeyGroup
              key={purpose}
              purpose={purpose as RingKey['purpose']}
              {...words}
              keys={keys.filter((key) => key.purpose === purpose).toReversed()}
            />
          ))
        }
      </Shown>
      <Resealing />
    </PageFrame>
  );
}

function KeyGroup(props: {
  readonly purpose: RingKey['purpose'];
  readonly title: string;
  readonly hint: string;
  readonly keys: readonly RingKey[];
}): ReactNode {
  const { purpose, title, hint, keys } = props;
  const rotate = useAct(contract.routes.rotateKey);
  async function change(): Promise<void> {
    const sure = await confirmDanger({
      title: `更换${title}`,
      hint: '立即启用新一版，旧的只供核验和解密。',
      okText: '更换',
    });
    if (sure) await rotate.act({ purpose });
  }
  return (
    <Section
      title={title}
      flush
      extra={
        <Button loading={rotate.acting} disabled={keys.length === 0} onClick={() => void change()}>
          更换
        </Button>
      }
    >
      <p className="city-muted" style={{ padding: '12px 16px' }}>
        {hint}
        {keys.length === 0 && '尚未用到，首次使用时自动生成。'}
      </p>
      {keys.length > 0 && (
        <Table<RingKey>
          rowKey="id"
          size="middle"
          columns={columnsOf(purpose)}
          dataSource={[...keys]}
          pagination={false}
          scroll={{ x: 'max-content' }}
        />
      )}
    </Section>
  );
}

function columnsOf(purpose: RingKey['purpose']): ColumnType<RingKey>[] {
  const mark: ColumnType<RingKey> = {
    title: '公钥指纹',
    dataIndex: 'fingerprint',
    render: (text: string | null) => <code>{text}</code>,
  };
  const values: ColumnType<RingKey> = {
    title: '在用的值',
    dataIndex: 'values',
    width: 120,
    render: (count: number) => <span className="city-number">{count.toLocaleString('zh-CN')}</span>,
  };
  return [
    { title: '编号', dataIndex: 'id', width: 110 },
    { title: '状态', key: 'state', width: 170, render: (_, key) => <KeyState of={key} /> },
    purpose === 'data' || purpose === 'index' ? values : mark,
    { title: '生成时间', dataIndex: 'createdAt', width: 170, render: (moment: string) => momentText(moment) },
    {
      title: '状态变更时间',
      dataIndex: 'stateAt',
      width: 170,
      render: (moment: string) => momentText(moment),
    },
    { title: '操作', key: 'act', width: 80, render: (_, key) => <DestroyKey of={key} /> },
  ];
}

const states = {
  active: { title: '使用中', tone: 'green' },
  'verify-only': { title: '只供核验和解密', tone: 'yellow' },
  destroyed: { title: '已销毁', tone: 'grey' },
} as const;

function KeyState(props: { readonly of: RingKey }): ReactNode {
  const { state, usable } = props.of;
  const { title, tone } = states[state];
  return (
    <>
      <StatusTag tone={tone}>{title}</StatusTag>
      {state !== 'destroyed' && !usable && <StatusTag tone="red">打不开</StatusTag>}
    </>
  );
}

function DestroyKey(props: { readonly of: RingKey }): ReactNode {
  const { id, state } = props.of;
  const destroy = useAct(contract.routes.destroyKey);
  if (state !== 'verify-only') return null;
  async function ask(): Promise<void> {
    const reason = await askReason({
      title: `销毁密钥 ${id}`,
      hint: '私钥部分将永久删除，不能恢复；公钥保留，先前的签名仍可核验。',
      okText: '销毁',
      placeholder: '销毁的理由，记入审计日志',
    });
    if (reason !== undefined) await destroy.act({ id, reason });
  }
  return (
    <Button type="link" size="small" danger loading={destroy.acting} onClick={() => void ask()}>
      销毁
    </Button>
  );
}
