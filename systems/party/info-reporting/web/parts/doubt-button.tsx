/** 数据疑义: the filler says what is wrong with a held figure; its holder is told. */
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function DoubtButton(props: {
  readonly id: string;
  readonly column: string;
  readonly title: string;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { act, acting } = useAct(contract.routes.doubt, {
    onDone: () => {
      tell('success', '已告知掌握这项数据的部门');
      setOpen(false);
    },
  });
  return (
    <>
      <button type="button" className="city-link" onClick={() => setOpen(true)}>
        有疑义
      </button>
      <Modal
        open={open}
        title={`对“${props.title}”提出疑义`}
        okText="提出"
        cancelText="取消"
        confirmLoading={acting}
        okButtonProps={{ disabled: text.trim().length < 2 }}
        onOk={() => void act({ id: props.id, key: props.column, text })}
        onCancel={() => setOpen(false)}
      >
        <Input.TextArea
          aria-label="疑义"
          value={text}
          maxLength={500}
          rows={3}
          placeholder="实际是多少、依据是什么"
          onChange={(event) => setText(event.target.value)}
        />
      </Modal>
    </>
  );
}
