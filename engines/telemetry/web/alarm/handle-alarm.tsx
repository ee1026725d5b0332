/** The two things that a person does with an alarm: take note of it, and close it with a conclusion once it is over. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { AlarmShown } from './alarm-words.ts';

export function HandleAlarm(props: { readonly alarm: AlarmShown }): ReactNode {
  const { id, status } = props.alarm;
  const acknowledge = useAct(contract.routes.acknowledge);
  const close = useAct(contract.routes.closeAlarm);
  async function end(): Promise<void> {
    const conclusion = await askReason({ title: '关闭告警', placeholder: '处置结论' });
    if (conclusion !== undefined) await close.act({ id, conclusion });
  }
  return (
    <>
      {status === 'raised' && (
        <Button type="primary" loading={acknowledge.acting} onClick={() => void acknowledge.act({ id })}>
          确认
        </Button>
      )}
      {status !== 'closed' && (
        <Button
          type={status === 'cleared' ? 'primary' : 'default'}
          loading={close.acting}
          onClick={() => void end()}
        >
          关闭
        </Button>
      )}
    </>
  );
}
