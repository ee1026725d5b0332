/** 申请续期 of the contract whose page it is: here by the case 合同续期, over a link by the platform that has the data. */
import { Button, Form, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import flowContract from '../../../../../engines/flow/contract.ts';
import { DateInput } from '../../../../../ui/form/date-inputs.tsx';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

interface Terms {
  readonly until: string;
  readonly callsPerDay?: number | null;
  readonly reason: string;
}

export function Renew(props: { readonly id: string; readonly far: boolean }): ReactNode {
  const { id, far } = props;
  const [asking, setAsking] = useState(false);
  const [form] = Form.useForm<Terms>();
  const navigate = useNavigate();
  const open = useAct(flowContract.routes.open, {
    onDone: ({ id: made }) => void navigate(`/flow/cases/data-sharing.renewal/${made}`),
  });
  const ask = useAct(contract.routes.renewFar, {
    onDone: ({ id: made }) => void navigate(`/data-sharing/far-requests/${made}`),
  });
  function send({ until, callsPerDay = null, reason }: Terms): void {
    if (far) void ask.act({ id, until, callsPerDay, reason });
    else
      void open.act({
        type: 'data-sharing.renewal',
        values: { agreement: id, until, reason, ...(callsPerDay === null ? {} : { callsPerDay }) },
      });
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>申请续期</Button>
      <FormModal<Terms>
        form={form}
        open={asking}
        title="申请续期"
        okText="提交申请"
        acting={open.acting || ask.acting}
        notice={
          <p className="city-muted">
            {far
              ? '由对方平台的提供部门审核，结果和新的期限随链路返回。'
              : '由提供部门审核；须三方签署的，同意后另签协议，签齐前按原期限。'}
          </p>
        }
        onSend={send}
        onClose={() => setAsking(false)}
      >
        <Form.Item name="until" label="续期至" rules={[{ required: true, message: '请选择续期到哪一天' }]}>
          <DateInput />
        </Form.Item>
        <Form.Item name="callsPerDay" label="每日额度（次）" extra="不填为不变">
          <InputNumber min={1} precision={0} />
        </Form.Item>
        <Form.Item
          name="reason"
          label="续期理由"
          rules={[{ required: true, min: 2, message: '请写明为什么还需要' }]}
        >
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
      </FormModal>
    </>
  );
}
