/** Sends a report back with a reason; it counts as a fact against the unit. */
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function ReturnReport(props: { readonly id: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { act, acting } = useAct(contract.routes.returnReport, {
    onDone: () => {
      tell('success', '已退回，计入考核事实');
      setOpen(false);
    },
  });
  return (
    <>
      <button type="button" className="city-link" onClick={() => setOpen(true)}>
        退回重报
      </button>
      <Modal
        open={open}
        title="退回进展报告"
        okText="退回"
        cancelText="取消"
        confirmLoading={acting}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }}
        onOk={() => void act({ id: props.id, reason })}
        onCancel={() => setOpen(false)}
      >
        <Input.TextArea
          aria-label="退回理由"
          value={reason}
          maxLength={500}
          rows={3}
          placeholder="哪里不清楚、还要补什么；退回按计分表扣分"
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
    </>
  );
}
