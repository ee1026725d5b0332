/** One alarm: what a rule saw, and the two things that a person does with it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { askReason } from '../../../ui/confirm-danger.tsx';
import { useAct, useCall } from '../../../ui/use-call.ts';
import registersContract from '../../registers/contract.ts';
import { RegisterDetail } from '../../registers/web/parts/register-detail.tsx';
import contract from '../contract.ts';
import { paths } from './paths.ts';

export default function AlarmPage(): ReactNode {
  const { id = '' } = useParams();
  return <RegisterDetail register="telemetry.alarm" id={id} extra={<Acts id={id} />} />;
}

function Acts(props: { readonly id: string }): ReactNode {
  const { id } = props;
  const { data } = useCall(registersContract.routes.read, { register: 'telemetry.alarm', id });
  const acknowledge = useAct(contract.routes.acknowledge);
  const close = useAct(contract.routes.closeAlarm);
  const { status, device } = (data?.row ?? {}) as { status?: string; device?: string };
  async function end(): Promise<void> {
    const conclusion = await askReason({ title: '关闭告警', placeholder: '处置结论' });
    if (conclusion !== undefined) await close.act({ id, conclusion });
  }
  return (
    <>
      {device !== undefined && (
        <Link to={paths.device(device)}>
          <Button tabIndex={-1}>查看设备</Button>
        </Link>
      )}
      {status === 'raised' && (
        <Button type="primary" loading={acknowledge.acting} onClick={() => void acknowledge.act({ id })}>
          确认
        </Button>
      )}
      {status !== undefined && status !== 'closed' && (
        <Button loading={close.acting} onClick={() => void end()}>
          关闭
        </Button>
      )}
    </>
  );
}
