/** 跨级疑义: what departments here doubt of data that other platforms give, and what was answered. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function FarDoubtsPage(): ReactNode {
  const mayDoubt = useMay('data-quality:doubt');
  return (
    <PageFrame
      title="跨级疑义"
      summary="对经级联链路取得的数据提出疑义，由对方平台核实；链路中断时先留存，接通后送达，答复随链路返回"
    >
      <RegisterList
        register="data-quality.far-doubt"
        toolbar={
          mayDoubt && (
            <Link to="/flow/open/data-quality.far-doubt">
              <Button type="primary" tabIndex={-1}>
                提出跨级疑义
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
