/** 接口申请: what was asked for and where it stands; asking begins at the interface in the market. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from 'antd';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RequestsPage(): ReactNode {
  return (
    <PageFrame title="接口申请" summary="开放的接口申请即得；其余由提供单位在时限内审核">
      <RegisterList
        register="business-platform.request"
        toolbar={
          <Link to="/business-platform">
            <Button tabIndex={-1}>到市场挑选接口</Button>
          </Link>
        }
      />
    </PageFrame>
  );
}
