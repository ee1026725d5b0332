/** 补发: to a unit that gave the document back, or to one more. */
import { Button, Form, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { RecipientsInput } from './recipients-input.tsx';

export function ResendButton(props: {
  readonly document: string;
  /** Units that have it already. */
  readonly without: readonly string[];
  readonly onSent: () => void;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const [units, setUnits] = useState<readonly string[]>([]);
  const [kind, setKind] = useState<'main' | 'copy'>('main');
  const { act, acting } = useAct(contract.routes.resend, {
    onDone: ({ sent }) => {
      tell('success', `已补发 ${sent} 个单位`);
      setOpen(false);
      setUnits([]);
      props.onSent();
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>补发</Button>
      <Modal
        open={open}
        title="补发公文"
        okText="补发"
        cancelText="取消"
        okButtonProps={{ disabled: units.length === 0, loading: acting }}
        onOk={() => void act({ id: props.document, units: [...units], kind })}
        onCancel={() => setOpen(false)}
      >
        <Form layout="vertical">
          <Form.Item label="收文单位" htmlFor="office-resend-units">
            <RecipientsInput
              id="office-resend-units"
              value={units}
              onChange={setUnits}
              without={props.without}
            />
          </Form.Item>
          <Form.Item label="送达类型">
            <Radio.Group
              value={kind}
              onChange={({ target }) => setKind(target.value)}
              options={[
                { value: 'main', label: '主送' },
                { value: 'copy', label: '抄送' },
              ]}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
