/** The bell of a shell's top bar: unread count, live, and the latest messages in a drawer. Holds the page's live connection. */
import { Drawer } from 'antd';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../../ui/icon.tsx';
import { useLive } from '../../../ui/live.ts';
import { useSession } from '../../../ui/session.ts';
import { tell } from '../../../ui/tell.ts';
import { useAct } from '../../../ui/use-call.ts';
import { useLiveConnection } from './live/live-connection.ts';
import { readAllRoute } from './message-routes.ts';
import { useUnread } from './use-unread.ts';
import './messages.css';

const NoticeList = lazy(async () => ({ default: (await import('./notice-list.tsx')).NoticeList }));

/** Kinds that a person should not have to look for. */
const urgent = new Set(['urge', 'supervise', 'deadline']);

export default function Bell(): ReactNode {
  const { signedIn, subject } = useSession();
  useLiveConnection(signedIn ? subject.id : undefined);
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  const { act, acting } = useAct(readAllRoute);
  useLive('notice', (payload) => {
    const notice = payload as { readonly kind?: string; readonly title?: string } | null;
    if (notice?.title && urgent.has(notice.kind ?? '') && document.visibilityState === 'visible')
      tell('warning', notice.title);
  });
  useEffect(() => {
    if (!open) return undefined;
    // Following a link by keyboard leaves the page behind the drawer; going back closes it too.
    const close = () => setOpen(false);
    addEventListener('popstate', close);
    return () => removeEventListener('popstate', close);
  }, [open]);
  return (
    <>
      <button
        type="button"
        className="desk-top-button messages-bell"
        aria-label={unread > 0 ? `消息，${unread} 条未读` : '消息'}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="message" />
        {unread > 0 && <span className="messages-count">{unread > 99 ? '99+' : unread}</span>}
      </button>
      <Drawer
        open={open}
        size={400}
        title={unread > 0 ? `消息（${unread} 条未读）` : '消息'}
        onClose={() => setOpen(false)}
        destroyOnHidden
        styles={{ body: { padding: 0 } }}
        extra={
          <button
            type="button"
            className="city-link"
            disabled={unread === 0 || acting}
            onClick={() => void act({})}
          >
            全部已读
          </button>
        }
        footer={
          <Link to="/messages" onClick={() => setOpen(false)}>
            查看全部消息
          </Link>
        }
      >
        <Suspense fallback={null}>
          <NoticeList onFollow={() => setOpen(false)} />
        </Suspense>
      </Drawer>
    </>
  );
}
