/** 一份授权: its terms; the giving department pauses, resumes and revokes it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

type Status = 'active' | 'suspended' | 'revoked';

const acts: Readonly<Record<Status, readonly { readonly to: Status; readonly title: string }[]>> = {
  active: [
    { to: 'suspended', title: '暂停' },
    { to: 'revoked', title: '撤销' },
  ],
  suspended: [
    { to: 'active', title: '恢复' },
    { to: 'revoked', title: '撤销' },
  ],
  revoked: [],
};

export default function GrantPage(): ReactNode {
  const { id = '' } = useParams();
  const row = useCall(registersContract.routes.read, { register: 'business-platform.grant', id });
  const mayOwn = useMay('business-platform:own');
  const close = useAct(contract.routes.closeGrant, { onDone: () => tell('success', '已办理') });
  const status = String(row.data?.row['status'] ?? 'revoked') as Status;
  async function change(to: Status, title: string): Promise<void> {
    const reason = await askReason({ title: `${title}授权`, hint: '立即对所有调用生效。', okText: title });
    if (reason !== undefined) await close.act({ id, status: to, reason });
  }
  return (
    <RegisterDetail
      register="business-platform.grant"
      id={id}
      without={['request', 'application']}
      extra={
        mayOwn &&
        (acts[status] ?? []).map(({ to, title }) => (
          <Button key={to} danger={to === 'revoked'} onClick={() => void change(to, title)}>
            {title}
          </Button>
        ))
      }
    />
  );
}
