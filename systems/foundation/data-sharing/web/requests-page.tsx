/** 共享申请: what was asked for, where it stands, and the way to ask. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function RequestsPage(): ReactNode {
  const mayApply = useMay('data-sharing:apply');
  return (
    <PageFrame
      title="共享申请"
      summary="无条件共享的即时授权；有条件的由提供部门审核，拒绝须写明理由，可以申诉由主管部门协调"
    >
      <RegisterList
        register="data-sharing.request"
        toolbar={
          mayApply && (
            <Link to="/flow/open/data-sharing.request">
              <Button type="primary" tabIndex={-1}>
                申请共享
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
