/** 数据疑义: the filler says what is wrong with a held figure; its holder is told. */
import { type ReactNode, useState } from 'react';
import { WordsModal } from '../../../../../ui/form/words-modal.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function DoubtButton(props: {
  readonly id: string;
  readonly column: string;
  readonly title: string;
}): ReactNode {
  const [open, setOpen] = useState(false);
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
      <WordsModal
        open={open}
        title={`对“${props.title}”提出疑义`}
        okText="提出"
        acting={acting}
        label="疑义"
        placeholder="实际是多少、依据是什么"
        most={500}
        onSend={(text) => void act({ id: props.id, key: props.column, text })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
