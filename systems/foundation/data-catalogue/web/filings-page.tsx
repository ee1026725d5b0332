/** 目录编制: entries and changes on their way through both reviews. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';

export default function FilingsPage(): ReactNode {
  const { permissions } = useSession();
  return (
    <PageFrame
      title="目录编制"
      summary="编制、变更、暂停、恢复和注销都从这里办理：部门审核，主管部门审核，发布"
    >
      <RegisterList
        register="data-catalogue.filing"
        toolbar={
          permissions.includes('data-catalogue:file') && (
            <Link to="/flow/open/data-catalogue.filing">
              <Button type="primary" tabIndex={-1}>
                办理
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
