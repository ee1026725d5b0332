/** 制证申请: everything that was accepted, and how far it has come. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function ApplicationsPage(): ReactNode {
  const navigate = useNavigate();
  const may = useMay('licence:accept');
  return (
    <PageFrame
      title="制证申请"
      summary="受理、审核、审批由不同的人办理；审批通过即签发并盖章"
      extra={
        may && (
          <Button type="primary" onClick={() => void navigate('/licence/applications/new')}>
            受理制证
          </Button>
        )
      }
    >
      <RegisterList register="licence.application" to={(id) => `/licence/applications/${id}`} />
    </PageFrame>
  );
}
