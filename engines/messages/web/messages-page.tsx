/** All messages of the person, unread or all. */
import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { useAct } from '../../../ui/use-call.ts';
import { readAllRoute } from './message-routes.ts';
import { NoticeList } from './notice-list.tsx';
import { useUnread } from './use-unread.ts';

export default function MessagesPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const unreadOnly = address.get('show') === 'unread';
  const unread = useUnread();
  const { act, acting } = useAct(readAllRoute);
  return (
    <PageFrame
      title="消息"
      extra={
        <>
          <Link to="/messages/settings">消息设置</Link>
          <Button disabled={unread === 0} loading={acting} onClick={() => void act({})}>
            全部标为已读
          </Button>
        </>
      }
    >
      <Section
        flush
        extra={
          <Segmented<string>
            options={[
              { value: 'all', label: '全部' },
              { value: 'unread', label: unread > 0 ? `未读 ${unread}` : '未读' },
            ]}
            value={unreadOnly ? 'unread' : 'all'}
            onChange={(show) => setAddress(show === 'unread' ? { show } : {}, { replace: true })}
          />
        }
      >
        <NoticeList key={String(unreadOnly)} unreadOnly={unreadOnly} />
      </Section>
    </PageFrame>
  );
}
