/** 数据疑义: what was doubted and where it stands. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function DisputesPage(): ReactNode {
  const mayDoubt = useMay('data-quality:doubt');
  return (
    <PageFrame
      title="数据疑义"
      summary="使用中发现错误的数据，退回提供部门限时核实；更正以数据重新入库为准，由提出部门确认"
    >
      <RegisterList
        register="data-quality.dispute"
        toolbar={
          mayDoubt && (
            <Link to="/flow/open/data-quality.dispute">
              <Button type="primary" tabIndex={-1}>
                提出疑义
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
