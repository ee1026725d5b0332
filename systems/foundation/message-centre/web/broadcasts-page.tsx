/** 群发: what was asked for, and the way to ask for another. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PageFrame } from '../../../../ui/layout.tsx';
import { BroadcastList } from './broadcast-list.tsx';
import './centre.css';

export default function BroadcastsPage(): ReactNode {
  return (
    <PageFrame
      title="群发"
      summary="按区划、单位或角色发送；先看可达人数，另一人批准后发出，发送中可以停止"
      extra={
        <Link to="/message-centre/ask">
          <Button type="primary">申请群发</Button>
        </Link>
      }
    >
      <BroadcastList empty="还没有群发" />
    </PageFrame>
  );
}
