/** 库表推送: into which tables the rows of the contract are put, how that went, and a form for another one. */
import { Button, Form, Input, InputNumber, Modal, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { pushKinds, pushStatuses } from '../../data/push-words.ts';
import type { Pushed } from '../../push-routes.ts';

export function Pushes(props: {
  readonly id: string;
  readonly mayAdd: boolean;
  readonly mayAct: boolean;
}): ReactNode {
  const [adding, setAdding] = useState(false);
  // A push that was called is done within a minute.
  const asked = useCall(contract.routes.pushes, { id: props.id }, { every: 5000 });
  return (
    <Section
      title="库表推送"
      flush
      extra={props.mayAdd && <Button onClick={() => setAdding(true)}>登记目标库表</Button>}
    >
      <Shown of={asked} rows={2}>
        {({ pushes }) => (
          <Table<Pushed>
            rowKey="id"
            size="small"
            pagination={false}
            dataSource={[...pushes]}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text="没有登记目标库表；登记后数据每次更新都会推送过去" /> }}
            columns={[
              { title: '表', dataIndex: 'table' },
              {
                title: '数据库',
                render: (_, push) => `${pushKinds[push.kind]?.title ?? push.kind} ${push.place}`,
              },
              {
                title: '状态',
                render: (_, push) => (
                  <StatusTag tone={pushStatuses[push.status]?.tone}>
                    {pushStatuses[push.status]?.title ?? push.status}
                  </StatusTag>
                ),
              },
              {
                title: '行数',
                align: 'end',
                render: (_, push) => push.lastRows?.toLocaleString('zh-CN') ?? '—',
              },
              {
                title: '最近推送',
                render: (_, push) => (push.lastAt === null ? '—' : momentText(push.lastAt)),
              },
              { title: '问题', render: (_, push) => push.problem ?? '—' },
              ...(props.mayAct
                ? [{ title: '操作', render: (_: unknown, push: Pushed) => <Acts push={push} /> }]
                : []),
            ]}
          />
        )}
      </Shown>
      {adding && <PushDialog id={props.id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function Acts({ push }: { readonly push: Pushed }): ReactNode {
  const { act, acting } = useAct(contract.routes.actOnPush);
  if (push.status === 'cleared') return '—';
  if (push.status === 'clearing')
    return (
      <Button
        type="link"
        size="small"
        loading={acting}
        onClick={() => void act({ id: push.id, act: 'clear' })}
      >
        立即清除
      </Button>
    );
  const paused = push.status === 'paused';
  return (
    <>
      <Button
        type="link"
        size="small"
        loading={acting}
        onClick={() => void act({ id: push.id, act: 'push' })}
      >
        {paused ? '恢复' : '立即推送'}
      </Button>
      {!paused && (
        <Button type="link" size="small" onClick={() => void act({ id: push.id, act: 'pause' })}>
          暂停
        </Button>
      )}
      <Button
        type="link"
        size="small"
        danger
        onClick={async () => {
          const sure = await confirmDanger({
            title: `清空“${push.table}”并停止推送？`,
            hint: '目标表里由本平台推送的数据将全部删除，之后不再推送。',
            okText: '清空并停止',
          });
          if (sure) await act({ id: push.id, act: 'clear' });
        }}
      >
        清空
      </Button>
    </>
  );
}

interface Given {
  readonly kind: 'postgresql' | 'mysql';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly secret: string;
  readonly schema?: string;
  readonly table: string;
}

const must = [{ required: true, message: '必填' }];
const named = {
  pattern: /^[a-z][a-z0-9_]{0,49}$/,
  message: '小写字母、数字和下划线，以字母开头，不超过50个字符',
};

function PushDialog(props: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Given>();
  const kind = Form.useWatch('kind', form);
  const { act, acting } = useAct(contract.routes.addPush, { onDone: props.onClose });
  return (
    <Modal
      open
      title="登记目标库表"
      okText="登记并推送"
      cancelText="取消"
      okButtonProps={{ loading: acting }}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <p className="city-muted">
        表不存在时自动建立；数据每次更新都整批替换，读表的人看到的总是完整的一批。合同终止时清空。口令以国密算法密封存放。
      </p>
      <Form<Given>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'postgresql', port: pushKinds['postgresql']?.port }}
        onValuesChange={(changed: Partial<Given>) => {
          if (changed.kind !== undefined) form.setFieldValue('port', pushKinds[changed.kind]?.port);
        }}
        onFinish={({ schema, ...given }) =>
          void act({
            ...given,
            id: props.id,
            ...(given.kind === 'postgresql' && schema ? { schema } : {}),
          })
        }
      >
        <Form.Item name="kind" label="数据库">
          <Select
            options={Object.entries(pushKinds).map(([value, { title }]) => ({ value, label: title }))}
          />
        </Form.Item>
        <div className="data-sharing-pair">
          <Form.Item name="host" label="主机" rules={must}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
          <Form.Item name="port" label="端口" rules={must}>
            <InputNumber min={1} max={65_535} controls={false} />
          </Form.Item>
        </div>
        <Form.Item name="database" label="库名" rules={must}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <div className="data-sharing-pair">
          <Form.Item name="user" label="用户名" rules={must}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
          <Form.Item name="secret" label="口令" rules={must}>
            <Input.Password maxLength={500} autoComplete="new-password" />
          </Form.Item>
        </div>
        <div className="data-sharing-pair">
          {kind === 'postgresql' && (
            <Form.Item name="schema" label="模式" rules={[named]}>
              <Input maxLength={50} placeholder="public" autoComplete="off" />
            </Form.Item>
          )}
          <Form.Item name="table" label="表名" rules={[...must, named]}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
