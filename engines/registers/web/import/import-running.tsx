/** The server checks or writes the file: how far it is, and a way to stop. */
import type { ReactNode } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { JobProgress } from '../../../../ui/job-progress.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';

export function ImportRunning(props: { readonly batch: ImportReply }): ReactNode {
  const { batch } = props;
  const cancel = useAct(contract.routes.cancelImport);
  async function stop(): Promise<void> {
    if (
      await confirmDanger({
        title: '取消这次导入？',
        hint: '已检查的内容全部丢弃，台账不变。',
        okText: '取消导入',
      })
    )
      await cancel.act({ id: batch.id });
  }
  const stoppable = batch.state === 'checking';
  return (
    <JobProgress
      job={{ state: 'running', done: batch.done, message: batch.progress || batch.stateTitle }}
      {...(stoppable ? { onCancel: () => void stop() } : {})}
    />
  );
}
