/** 收文: what waits for a receipt, what is being handled, and what this organ has sent to others. */
import { Badge, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import registers from '../../../../engines/registers/contract.ts';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import { WaitingList } from './exchange/waiting-list.tsx';
import './office.css';

export default function IncomingPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const navigate = useNavigate();
  const { subject } = useSession();
  const own = subject.departments.map((each) => (typeof each === 'string' ? each : each.id)).join(',');
  // What his own unit has sent to others waits there, not here.
  const waiting = useCall(
    registers.routes.list,
    { register: 'office.delivery', where: JSON.stringify({ status: 'sent', receiver: own }), size: 100 },
    { every: 60_000 },
  );
  const mine = waiting.data?.rows ?? [];
  const tabs = [
    {
      key: 'waiting',
      label: (
        <span>
          待签收 <Badge count={waiting.data?.total ?? 0} overflowCount={999} size="small" />
        </span>
      ),
      children: (
        <WaitingList
          rows={mine}
          onReceived={(id) => void navigate(`/office/incoming/${id}`)}
          onSettled={() => void waiting.refetch()}
        />
      ),
    },
    {
      key: 'documents',
      label: '收文',
      children: <RegisterList register="office.incoming" to={(id) => `/office/incoming/${id}`} />,
    },
    { key: 'exchange', label: '交换回执', children: <RegisterList register="office.delivery" /> },
  ];
  return (
    <PageFrame title="收文" summary="签收即登记；签收前发文单位可以撤回，有误的写明理由退回">
      <Section flush className="office-tabs">
        <Tabs
          activeKey={address.get('tab') ?? 'waiting'}
          items={tabs}
          onChange={(tab) => setAddress(tab === 'waiting' ? {} : { tab }, { replace: true })}
        />
      </Section>
    </PageFrame>
  );
}
