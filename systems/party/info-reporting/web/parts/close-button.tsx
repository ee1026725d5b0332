/** Ends an issue; before everything is accepted it is a cancellation and asks for the reason. */
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function CloseButton(props: { readonly id: string; readonly left: number }): ReactNode {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { act, acting } = useAct(contract.routes.closeIssue, {
    onDone: () => {
      tell('success', props.left > 0 ? '已取消' : '已结束');
      setOpen(false);
    },
  });
  const word = props.left > 0 ? '取消任务' : '结束任务';
  return (
    <>
      <Button danger={props.left > 0} onClick={() => setOpen(true)}>
        {word}
      </Button>
      <Modal
        open={open}
        title={word}
        okText={word}
        cancelText="返回"
        confirmLoading={acting}
        okButtonProps={{ danger: true, disabled: props.left > 0 && reason.trim().length < 2 }}
        onOk={() => void act({ id: props.id, ...(reason.trim() === '' ? {} : { reason }) })}
        onCancel={() => setOpen(false)}
      >
        {props.left > 0 ? (
          <>
            <p>还有 {props.left} 张填报单没有验收，取消后不再填报。请写明理由：</p>
            <Input.TextArea
              aria-label="理由"
              value={reason}
              maxLength={500}
              rows={3}
              onChange={(event) => setReason(event.target.value)}
            />
          </>
        ) : (
          <p>全部填报单已验收，结束后数据供以后的报表预填。</p>
        )}
      </Modal>
    </>
  );
}
