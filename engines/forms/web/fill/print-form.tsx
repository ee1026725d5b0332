/** Fetches a row on paper, in the layout of its form. */
import type { ReactNode } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { PaperButton } from '../../../access/web/parts/paper-button.tsx';
import contract from '../../contract.ts';

export function PrintForm(props: { readonly register: string; readonly id: string }): ReactNode {
  const { register, id } = props;
  return (
    <PaperButton
      paper={`forms.print.${register}`}
      id={id}
      fetch={() => callFile(contract.routes.print, { register, id })}
    >
      打印表单
    </PaperButton>
  );
}
