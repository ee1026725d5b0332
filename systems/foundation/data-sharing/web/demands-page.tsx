/** 数据需求: needs that no entry of the catalogue meets yet, and where they stand. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from 'antd';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function DemandsPage(): ReactNode {
  const mayOpen = useMay('data-sharing:apply');
  return (
    <PageFrame
      title="数据需求"
      summary="目录里找不到的数据在这里提出：主管部门匹配已有目录或交部门认领编目，最后转为共享申请，用后反馈"
    >
      <RegisterList
        register="data-sharing.demand"
        to={(id) => `/data-sharing/demands/${id}`}
        toolbar={
          mayOpen && (
            <Link to="/flow/open/data-sharing.demand">
              <Button type="primary" tabIndex={-1}>
                提出需求
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
