/** 退回: to a level below, with the reason that it reads. */
import { Button, Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { type FillLevel, levelTitles } from '../../table/column.ts';

interface Return {
  readonly to: FillLevel;
  readonly reason: string;
}

export function ReturnButton(props: {
  readonly id: string;
  readonly version: number;
  readonly targets: readonly string[];
}): ReactNode {
  const { id, version, targets } = props;
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Return>();
  const { act, acting } = useAct(contract.routes.returnAnswer, {
    onDone: () => {
      tell('success', '已退回');
      setOpen(false);
    },
  });
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        退回
      </Button>
      <FormModal
        form={form}
        open={open}
        title="退回修改"
        okText="退回"
        danger
        acting={acting}
        initialValues={{ to: (targets.at(-1) ?? 'town') as FillLevel }}
        onSend={(values) => void act({ id, version, ...values })}
        onClose={() => setOpen(false)}
      >
        <Form.Item name="to" label="退回到">
          <Radio.Group
            options={targets.map((level) => ({ value: level, label: levelTitles[level as FillLevel] }))}
          />
        </Form.Item>
        <Form.Item name="reason" label="理由" rules={[{ required: true, min: 2, message: '请填写理由' }]}>
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
      </FormModal>
    </>
  );
}
