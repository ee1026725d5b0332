/** 申请接口: which application, what for, how many calls, until when. */
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import flowContract from '../../../../../engines/flow/contract.ts';
import { DateInput } from '../../../../../ui/form/date-inputs.tsx';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { showRefusal } from '../../../../../ui/form/show-problems.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import type { Version } from '../../routes/market-routes.ts';

interface Values {
  readonly application: string;
  readonly purpose: string;
  readonly perMinute: number;
  readonly perDay: number;
  readonly until: string;
}

const needed = [{ required: true, message: '请填写' }];

export function AskInterface(props: {
  readonly title: string;
  readonly version: Version;
  readonly applications: readonly { readonly id: string; readonly name: string }[];
}): ReactNode {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const navigate = useNavigate();
  const ask = useAct(flowContract.routes.open, {
    onDone: () => {
      setOpen(false);
      tell('success', '已提交');
      void navigate('/business-platform/requests');
    },
    onRefused: (error) => showRefusal(form, error),
  });
  const most = props.version.rate ?? 6000;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        申请调用
      </Button>
      <FormModal<Values>
        form={form}
        open={open}
        title={`申请调用“${props.title}”`}
        okText="提交申请"
        acting={ask.acting}
        onClose={() => setOpen(false)}
        initialValues={{
          ...(props.applications[0] && { application: props.applications[0].id }),
          perMinute: Math.min(60, most),
          perDay: 5000,
        }}
        onSend={(values) =>
          void ask.act({
            type: 'business-platform.request',
            values: { ...values, interface: props.version.id, title: `调用“${props.title}”` },
          })
        }
      >
        <Form.Item name="application" label="应用" rules={needed}>
          <Select options={props.applications.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="purpose" label="用途和依据" rules={needed} extra="哪项业务、依据什么、结果怎么用">
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Form.Item
          name="perMinute"
          label="每分钟额度（次）"
          rules={needed}
          extra={props.version.rate === null ? undefined : `接口自身每分钟最多 ${most} 次`}
        >
          <InputNumber min={1} max={most} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="perDay" label="每日额度（次）" rules={needed}>
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="until" label="使用期限" rules={needed}>
          <DateInput />
        </Form.Item>
      </FormModal>
    </>
  );
}
