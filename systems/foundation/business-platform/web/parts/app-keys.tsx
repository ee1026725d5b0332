/** Keys of an application: a real one and one for the sandbox, each shown once; renewed with an overlap, revoked at once. */
import { Alert, Button, Space, Table, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../../../ui/confirm-danger.tsx';
import { Empty } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Wide } from './wide.tsx';
import type { Key } from '../../routes/application-routes.ts';

const kinds = { real: '正式', sandbox: '沙箱' } as const;
type Kind = keyof typeof kinds;

export function AppKeys(props: {
  readonly app: string;
  readonly keys: readonly Key[];
  readonly mayManage: boolean;
}): ReactNode {
  const { app: id, keys } = props;
  const [shown, setShown] = useState<{ readonly kind: Kind; readonly key: string }>();
  const issue = useAct(contract.routes.issueKey, {
    onDone: ({ key }, { kind }) => setShown({ kind, key }),
  });
  const revoke = useAct(contract.routes.revokeKeys, {
    onDone: ({ revoked }) => {
      setShown(undefined);
      tell('success', `已吊销 ${revoked} 把密钥`);
    },
  });
  async function make(kind: Kind): Promise<void> {
    const held = keys.some((key) => key.kind === kind && key.inForce);
    const hint = '原密钥在换发的重叠期内仍可用，到期自动失效；如已泄露请改用吊销。';
    if (held && !(await confirmDanger({ title: `换发${kinds[kind]}密钥？`, hint, okText: '换发' }))) return;
    await issue.act({ id, kind });
  }
  async function end(): Promise<void> {
    const hint = '正式和沙箱密钥都立即失效，正在用它调用的程序会被拒绝。';
    if (await confirmDanger({ title: '吊销全部密钥？', hint, okText: '吊销' })) await revoke.act({ id });
  }
  return (
    <Section
      title="调用密钥"
      flush
      extra={
        props.mayManage && (
          <Space wrap>
            <Button size="small" loading={issue.acting} onClick={() => void make('sandbox')}>
              签发沙箱密钥
            </Button>
            <Button size="small" type="primary" loading={issue.acting} onClick={() => void make('real')}>
              签发正式密钥
            </Button>
            {keys.some(({ inForce }) => inForce) && (
              <Button size="small" danger loading={revoke.acting} onClick={() => void end()}>
                吊销
              </Button>
            )}
          </Space>
        )
      }
    >
      {shown !== undefined && (
        <Alert
          type="warning"
          showIcon
          banner
          title={`${kinds[shown.kind]}密钥只显示这一次，请立即保存到应用的安全配置里`}
          description={
            <Typography.Text copyable code>
              {shown.key}
            </Typography.Text>
          }
        />
      )}
      <Wide label="密钥">
        <Table<Key>
          rowKey="id"
          size="small"
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
          dataSource={[...keys]}
          locale={{ emptyText: <Empty text="还没有密钥" hint="先签发沙箱密钥调通程序，再签发正式密钥" /> }}
          columns={[
            {
              title: '种类',
              render: (_, key) => (
                <StatusTag tone={key.kind === 'real' ? 'blue' : 'purple'}>{kinds[key.kind]}</StatusTag>
              ),
            },
            { title: '签发', render: (_, key) => momentText(key.createdAt) },
            { title: '失效', render: (_, key) => (key.endsAt === null ? '—' : momentText(key.endsAt)) },
            {
              title: '状态',
              render: (_, key) =>
                key.inForce ? (
                  <StatusTag tone={key.endsAt === null ? 'green' : 'yellow'}>
                    {key.endsAt === null ? '使用中' : '重叠期'}
                  </StatusTag>
                ) : (
                  <StatusTag tone="grey">已失效</StatusTag>
                ),
            },
          ]}
        />
      </Wide>
    </Section>
  );
}
