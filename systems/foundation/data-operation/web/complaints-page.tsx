/** 产品投诉: what subscribers complained of and what became of it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function ComplaintsPage(): ReactNode {
  const mayComplain = useMay('data-operation:complain');
  return (
    <PageFrame
      title="产品投诉"
      summary="订阅方就数据质量、交付延迟、与说明不符投诉；运营单位限时答复，管理部门作出下架、退款或不成立的处理"
    >
      <RegisterList
        register="data-operation.complaint"
        toolbar={
          mayComplain && (
            <Link to="/flow/open/data-operation.complaint">
              <Button type="primary" tabIndex={-1}>
                登记投诉
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
