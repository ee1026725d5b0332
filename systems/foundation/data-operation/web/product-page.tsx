/** 数据产品详情: who takes it, and what was delivered to whom. */
import { Button, Form, Input, Modal, Select } from 'antd';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { SubjectPicker } from '../../../../ui/form/remote-pickers.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { Complaints } from './parts/complaints.tsx';
import { PartyPicker } from './parts/party-picker.tsx';
import { RowSection, useRows } from './parts/row-section.tsx';

export default function ProductPage(): ReactNode {
  const { id = '' } = useParams();
  const mayOperate = useMay('data-operation:operate');
  const mayApply = useMay('data-operation:apply');
  const read = useCall(registersContract.routes.read, { register: 'data-operation.product', id });
  const withdraw = useAct(contract.routes.withdrawProduct);
  const [adding, setAdding] = useState(false);
  const listed = read.data?.row['status'] === 'listed';
  const project = String(read.data?.row['project'] ?? '');
  return (
    <>
      <RegisterDetail
        register="data-operation.product"
        id={id}
        extra={
          <>
            {mayApply && listed && <Button onClick={() => setAdding(true)}>登记订阅</Button>}
            {mayOperate && listed && (
              <Button
                danger
                loading={withdraw.acting}
                onClick={async () => {
                  if (
                    await confirmDanger({ title: '下架产品', hint: '不再接受订阅和交付。', okText: '下架' })
                  )
                    await withdraw.act({ id });
                }}
              >
                下架
              </Button>
            )}
          </>
        }
      />
      <div className="city-page">
        <Subscriptions product={id} project={project} mayDeliver={mayApply && listed} />
        <Deliveries product={id} />
        <Complaints product={id} />
      </div>
      {adding && <NewSubscription product={id} onClose={() => setAdding(false)} />}
    </>
  );
}

function Subscriptions(props: {
  readonly product: string;
  readonly project: string;
  readonly mayDeliver: boolean;
}): ReactNode {
  const [to, setTo] = useState<string>();
  return (
    <RowSection
      title="订阅"
      register="data-operation.subscription"
      where={{ product: props.product }}
      empty="还没有订阅"
      columns={[
        { title: '订阅方', dataIndex: 'subscriber' },
        { title: '统一社会信用代码', dataIndex: 'creditCode' },
        { title: '期限', render: (_, row) => `${String(row['from'])} 至 ${String(row['until'])}` },
        {
          title: '操作',
          render: (_, row) =>
            props.mayDeliver && (
              <Button type="link" size="small" onClick={() => setTo(row.id)}>
                交付
              </Button>
            ),
        },
      ]}
    >
      {to !== undefined && (
        <Deliver subscription={to} project={props.project} onClose={() => setTo(undefined)} />
      )}
    </RowSection>
  );
}

function Deliver(props: {
  readonly subscription: string;
  readonly project: string;
  readonly onClose: () => void;
}): ReactNode {
  const runs = useRows('data-operation.run', { project: props.project, stage: 'released' });
  const [run, setRun] = useState<string>();
  const deliver = useAct(contract.routes.deliver, { onDone: props.onClose });
  return (
    <Modal
      open
      title="交付一次已放行的结果"
      okText="交付"
      cancelText="取消"
      confirmLoading={deliver.acting}
      okButtonProps={{ disabled: run === undefined }}
      onCancel={props.onClose}
      onOk={() => run !== undefined && void deliver.act({ id: props.subscription, run })}
    >
      <Select
        aria-label="运行"
        style={{ width: '100%' }}
        placeholder="选择已放行的运行"
        value={run ?? null}
        onChange={(value) => setRun(value ?? undefined)}
        options={(runs.data?.rows ?? []).map((row) => ({
          value: String(row['id']),
          label: `${momentText(String(row['at']))} ${String(row['about'])}`,
        }))}
      />
      <p className="city-muted">同一次运行对同一个订阅只计量一次。</p>
    </Modal>
  );
}

function Deliveries({ product }: { readonly product: string }): ReactNode {
  return (
    <RowSection
      title="交付计量"
      register="data-operation.delivery"
      where={{ product }}
      empty="还没有交付"
      columns={[
        { title: '时间', render: (_, row) => momentText(String(row['at'])) },
        {
          title: '运行',
          render: (_, row) => <Link to={`/data-operation/runs/${String(row['run'])}`}>查看</Link>,
        },
      ]}
    />
  );
}

interface Given {
  readonly subscriber: string;
  readonly creditCode: string;
  readonly buyer?: string | null;
  readonly from: string;
  readonly until: string;
}

function NewSubscription(props: { readonly product: string; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Given>();
  const add = useAct(contract.routes.subscribe, { onDone: props.onClose });
  const needed = [{ required: true, message: '请填写' }];
  return (
    <FormModal<Given>
      form={form}
      open
      title="登记订阅"
      okText="登记"
      acting={add.acting}
      onSend={(given) => void add.act({ id: props.product, ...given })}
      onClose={props.onClose}
    >
      <Form.Item label="查找订阅方" extra="选中即填入下面两项；外地单位不在库中，可以手工填写">
        <PartyPicker
          onChoose={({ name, creditCode }) => form.setFieldsValue({ subscriber: name, creditCode })}
        />
      </Form.Item>
      <Form.Item name="subscriber" label="订阅方" rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="creditCode" label="统一社会信用代码" rules={needed}>
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="buyer" label="订阅方经办人" extra="有账号的，由他查看订阅、提出投诉">
        <SubjectPicker />
      </Form.Item>
      <Form.Item name="from" label="起" rules={needed}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="until" label="止" rules={needed}>
        <Input type="date" />
      </Form.Item>
    </FormModal>
  );
}
