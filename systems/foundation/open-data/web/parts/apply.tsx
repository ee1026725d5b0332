/** 申请有条件开放数据: purpose, calls a day and term, decided by the department. */
import { Alert, Button, Form, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Refused, SignedIn } from './frame.tsx';

interface Application {
  readonly purpose: string;
  readonly callsPerDay: number;
  readonly days: number;
}

export function Apply(props: { readonly code: string; readonly condition: string }): ReactNode {
  return (
    <section className="open-data-part">
      <h2>申请使用</h2>
      <p>这份数据有条件开放：{props.condition || '按用途审批'}。同意后用接口密钥按次数和期限调用。</p>
      <SignedIn to="申请">
        <ApplyForm code={props.code} />
      </SignedIn>
    </section>
  );
}

function ApplyForm(props: { readonly code: string }): ReactNode {
  const [number, setNumber] = useState<string>();
  const apply = useAct(contract.routes.apply, {
    onDone: (opened) => setNumber(opened.number),
    onRefused: () => undefined,
  });
  if (number !== undefined)
    return (
      <Alert
        type="success"
        showIcon
        title={
          <>
            已提交申请，编号{number}，<Link to="/open-data/mine">查看进度</Link>
          </>
        }
      />
    );
  return (
    <Form<Application>
      layout="vertical"
      initialValues={{ callsPerDay: 100, days: 180 }}
      onFinish={(given) => void apply.act({ code: props.code, ...given })}
    >
      <Form.Item name="purpose" label="用途" rules={[{ required: true, min: 6, message: '请至少写6个字' }]}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <div className="open-data-controls">
        <Form.Item name="callsPerDay" label="每日次数" rules={[{ required: true, message: '请填写' }]}>
          <InputNumber min={1} max={100_000} precision={0} suffix="次" />
        </Form.Item>
        <Form.Item name="days" label="期限" rules={[{ required: true, message: '请填写' }]}>
          <InputNumber min={1} max={1095} precision={0} suffix="天" />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={apply.acting}>
        提交申请
      </Button>
      <Refused error={apply.error} />
    </Form>
  );
}
