/** 群发审批: what waits for a second person. */
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { PageFrame } from '../../../../ui/layout.tsx';
import { BroadcastList } from './broadcast-list.tsx';
import './centre.css';

export default function DecidePage(): ReactNode {
  const [show, setShow] = useState<'waiting' | 'all'>('waiting');
  return (
    <PageFrame
      title="群发审批"
      summary="核对内容、范围和人数后批准或退回；申请人不能审批自己的群发"
      extra={
        <Segmented<'waiting' | 'all'>
          options={[
            { value: 'waiting', label: '待审批' },
            { value: 'all', label: '全部' },
          ]}
          value={show}
          onChange={setShow}
        />
      }
    >
      {show === 'waiting' ? (
        <BroadcastList key="waiting" only="waiting" empty="没有待审批的群发" />
      ) : (
        <BroadcastList key="all" empty="还没有群发" />
      )}
    </PageFrame>
  );
}
