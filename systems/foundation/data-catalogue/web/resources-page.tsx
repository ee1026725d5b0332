/** 数据目录: everything that has been compiled, with how it is shared and whether it is mounted. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';

export default function ResourcesPage(): ReactNode {
  const { permissions } = useSession();
  return (
    <PageFrame
      title="数据目录"
      summary="各部门已编制的数据资源；各系统的台账自动编目，部门的目录经两级审核后发布"
    >
      <RegisterList
        register="data-catalogue.resource"
        to={(id) => `/data-catalogue/resources/${id}`}
        toolbar={
          permissions.includes('data-catalogue:file') && (
            <Link to="/flow/open/data-catalogue.filing">
              <Button type="primary" tabIndex={-1}>
                编制目录
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
