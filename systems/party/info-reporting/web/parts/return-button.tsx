/** 退回: to a level below, with the reason that it reads. */
import { Button, Form, Input, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { type FillLevel, levelTitles } from '../../table/column.ts';

export function ReturnButton(props: {
  readonly id: string;
  readonly version: number;
  readonly targets: readonly string[];
}): ReactNode {
  const { id, version, targets } = props;
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState(targets.at(-1) ?? 'town');
  const [reason, setReason] = useState('');
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
      <Modal
        open={open}
        title="退回修改"
        okText="退回"
        cancelText="取消"
        confirmLoading={acting}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }}
        onOk={() => void act({ id, version, reason, to: to as FillLevel })}
        onCancel={() => setOpen(false)}
      >
        <Form layout="vertical">
          <Form.Item label="退回到">
            <Radio.Group
              value={to}
              onChange={(event) => setTo(String(event.target.value))}
              options={targets.map((level) => ({ value: level, label: levelTitles[level as FillLevel] }))}
            />
          </Form.Item>
          <Form.Item label="理由" htmlFor="return-reason">
            <Input.TextArea
              id="return-reason"
              value={reason}
              maxLength={500}
              rows={3}
              onChange={(event) => setReason(event.target.value)}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
