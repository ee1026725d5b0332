/** 跨级申请详情: what was asked of another platform and what was answered; a refusal is appealed against or accepted here, a renewal that is not over taken back. */
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { waitingStages } from '../data/link-words.ts';

export default function FarRequestPage(): ReactNode {
  const { id = '' } = useParams();
  const mayApply = useMay('data-sharing:apply');
  const row = useCall(registersContract.routes.read, { register: 'data-sharing.far-request', id });
  const stage = String(row.data?.row['stage'] ?? '');
  const waiting = stage === 'answer';
  const renews = (row.data?.row['renews'] ?? null) !== null;
  return (
    <RegisterDetail
      register="data-sharing.far-request"
      id={id}
      extra={
        mayApply && (
          <>
            {waiting && <Replies id={id} />}
            {renews && waitingStages.includes(stage) && <Withdraw id={id} />}
          </>
        )
      }
    />
  );
}

function Withdraw(props: { readonly id: string }): ReactNode {
  const withdraw = useAct(contract.routes.withdrawFar);
  async function ask(): Promise<void> {
    const sure = await confirmDanger({
      title: '撤回这次续期',
      hint: '合同仍按原期限执行；撤回由对方平台确认，已经延长的不能撤回。',
      okText: '撤回',
    });
    if (sure) await withdraw.act({ id: props.id });
  }
  return (
    <Button danger loading={withdraw.acting} onClick={() => void ask()}>
      撤回续期
    </Button>
  );
}

function Replies(props: { readonly id: string }): ReactNode {
  const [form] = Form.useForm<{ readonly opinion: string }>();
  const [appealing, setAppealing] = useState(false);
  const reply = useAct(contract.routes.replyFar, { onDone: () => setAppealing(false) });
  async function accept(): Promise<void> {
    const sure = await confirmDanger({
      title: '接受对方的拒绝',
      hint: '这项申请就此结束；以后需要时可以重新申请。',
      okText: '接受',
    });
    if (sure) await reply.act({ id: props.id, act: 'accept', opinion: '' });
  }
  return (
    <>
      <Button type="primary" onClick={() => setAppealing(true)}>
        申诉
      </Button>
      <Button onClick={() => void accept()}>接受</Button>
      <FormModal
        form={form}
        open={appealing}
        title="向对方平台申诉"
        okText="提出申诉"
        acting={reply.acting}
        notice={<p className="city-muted">由对方的数据主管部门协调；结果随链路返回。</p>}
        onSend={({ opinion }) => void reply.act({ id: props.id, act: 'appeal', opinion })}
        onClose={() => setAppealing(false)}
      >
        <Form.Item
          name="opinion"
          label="申诉理由"
          rules={[{ required: true, min: 2, message: '请写明为什么应当共享' }]}
        >
          <Input.TextArea rows={4} maxLength={1000} showCount />
        </Form.Item>
      </FormModal>
    </>
  );
}
