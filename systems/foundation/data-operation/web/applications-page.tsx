/** 项目申请: what was applied for and where it stands. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function ApplicationsPage(): ReactNode {
  const mayApply = useMay('data-operation:apply');
  return (
    <PageFrame
      title="项目申请"
      summary="合规审查、提供部门审批、授权签约；拒绝须写明理由，可以申诉由主管部门协调"
    >
      <RegisterList
        register="data-operation.application"
        toolbar={
          mayApply && (
            <Link to="/flow/open/data-operation.application">
              <Button type="primary" tabIndex={-1}>
                申请项目
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
