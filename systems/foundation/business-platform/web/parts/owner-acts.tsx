/** What the owner of an interface does with one of its versions: puts it on offer, deprecates it with a day, takes it down. */
import { Button, Form, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { askReason, confirmDanger } from '../../../../../ui/confirm-danger.tsx';
import { DateInput } from '../../../../../ui/form/date-inputs.tsx';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Version } from '../../routes/market-routes.ts';

export function OwnerActs(props: { readonly version: Version }): ReactNode {
  const { id, version, status } = props.version;
  const done = { onDone: () => tell('success', '已办理') };
  const publish = useAct(contract.routes.publish, done);
  const withdraw = useAct(contract.routes.withdraw, done);
  async function offer(): Promise<void> {
    const hint = '上架后各单位的应用可以申请；同一主版本内以后只能做兼容的修改。';
    if (await confirmDanger({ title: `上架 ${version}？`, hint, okText: '上架' })) await publish.act({ id });
  }
  async function takeDown(): Promise<void> {
    const hint = '下架后调用一律被拒；还有应用在用的，须先弃用并等到停用日期。';
    const reason = await askReason({ title: `下架 ${version}？`, hint, okText: '下架' });
    if (reason !== undefined) await withdraw.act({ id, reason });
  }
  return (
    <Space wrap>
      {status === 'draft' && (
        <Button type="primary" loading={publish.acting} onClick={() => void offer()}>
          上架 {version}
        </Button>
      )}
      {status === 'published' && <Deprecate id={id} version={version} />}
      {status !== 'withdrawn' && status !== 'draft' && (
        <Button danger loading={withdraw.acting} onClick={() => void takeDown()}>
          下架
        </Button>
      )}
    </Space>
  );
}

interface Deprecation {
  readonly sunsetOn: string;
  readonly reason: string;
}

function Deprecate(props: { readonly id: string; readonly version: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Deprecation>();
  const act = useAct(contract.routes.deprecate, {
    onDone: () => {
      setOpen(false);
      tell('success', '已弃用，每次调用都会告诉调用方');
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>弃用</Button>
      <FormModal<Deprecation>
        form={form}
        open={open}
        title={`弃用 ${props.version}`}
        okText="弃用"
        danger
        acting={act.acting}
        onClose={() => setOpen(false)}
        onSend={(values) => void act.act({ id: props.id, ...values })}
      >
        <Form.Item
          name="sunsetOn"
          label="停用日期"
          rules={[{ required: true, message: '请选择停用日期' }]}
          extra="到这一天自动下架；此前每次答复都带 Deprecation 和 Sunset"
        >
          <DateInput />
        </Form.Item>
        <Form.Item
          name="reason"
          label="原因和改用什么"
          rules={[{ required: true, min: 2, message: '请写明原因' }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </FormModal>
    </>
  );
}
