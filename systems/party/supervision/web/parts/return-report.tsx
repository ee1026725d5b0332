/** Sends a report back with a reason; it counts as a fact against the unit. */
import { type ReactNode, useState } from 'react';
import { WordsModal } from '../../../../../ui/form/words-modal.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function ReturnReport(props: { readonly id: string }): ReactNode {
  const [open, setOpen] = useState(false);
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
      <WordsModal
        open={open}
        title="退回进展报告"
        okText="退回"
        danger
        acting={acting}
        label="退回理由"
        placeholder="哪里不清楚、还要补什么；退回按计分表扣分"
        most={500}
        onSend={(reason) => void act({ id: props.id, reason })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
