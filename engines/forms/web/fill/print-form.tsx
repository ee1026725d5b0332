/** Fetches a row on paper, in the layout of its form. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract from '../../contract.ts';

export function PrintForm(props: { readonly register: string; readonly id: string }): ReactNode {
  const { register, id } = props;
  const [busy, setBusy] = useState(false);
  async function print(): Promise<void> {
    setBusy(true);
    await saveFile(() => callFile(contract.routes.print, { register, id }));
    setBusy(false);
  }
  return (
    <Button loading={busy} onClick={() => void print()}>
      打印表单
    </Button>
  );
}
