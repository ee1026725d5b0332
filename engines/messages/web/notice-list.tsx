/** Messages, newest first, with the way to what each is about; reading one marks it. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../ui/call.ts';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useLive } from '../../../ui/live.ts';
import { useAct } from '../../../ui/use-call.ts';
import { kindOf } from './notice-kinds.ts';
import { noticesRoute, type NoticeShape, readRoute } from './message-routes.ts';
import './messages.css';

export interface NoticeListProps {
  readonly unreadOnly?: boolean;
  readonly size?: number;
  /** A message was followed (the drawer closes). */
  readonly onFollow?: () => void;
}

export function NoticeList(props: NoticeListProps): ReactNode {
  const { unreadOnly = false, size = 20 } = props;
  const client = useQueryClient();
  const navigate = useNavigate();
  const asked = useInfiniteQuery({
    queryKey: ['call', noticesRoute.path, unreadOnly, size],
    queryFn: ({ pageParam, signal }) =>
      call(
        noticesRoute,
        {
          size,
          ...(unreadOnly ? { unread: 'true' as const } : {}),
          ...(pageParam ? { before: pageParam } : {}),
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.notices.at(-1)?.id : undefined),
    staleTime: 10_000,
  });
  const { act } = useAct(readRoute);
  useLive('notice', () => void client.invalidateQueries({ queryKey: ['call', noticesRoute.path] }));
  useLive('reconnected', () => void client.invalidateQueries({ queryKey: ['call', noticesRoute.path] }));

  function follow(notice: NoticeShape): void {
    if (notice.readAt === null) void act({ ids: [notice.id] });
    if (notice.link === null) return;
    props.onFollow?.();
    void navigate(notice.link);
  }

  if (asked.isPending) return <Loading rows={5} />;
  if (asked.isError && !asked.data)
    return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const notices = asked.data.pages.flatMap((page) => page.notices);
  if (notices.length === 0) return <Empty text={unreadOnly ? '没有未读消息' : '还没有消息'} />;
  return (
    <>
      <ul className="messages-list">
        {notices.map((notice) => (
          <li key={notice.id}>
            <NoticeRow notice={notice} onFollow={() => follow(notice)} />
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <p className="messages-more">
          <Button onClick={() => void asked.fetchNextPage()} loading={asked.isFetchingNextPage}>
            更早的消息
          </Button>
        </p>
      )}
    </>
  );
}

function NoticeRow(props: { readonly notice: NoticeShape; readonly onFollow: () => void }): ReactNode {
  const { notice } = props;
  const kind = kindOf(notice.kind);
  return (
    <button
      type="button"
      className={`messages-row${notice.readAt === null ? ' is-unread' : ''}`}
      onClick={props.onFollow}
    >
      <span className="messages-mark" data-tone={kind.tone}>
        <Icon name={kind.icon} />
      </span>
      <span className="messages-words">
        <span className="messages-head">
          <b>{notice.title}</b>
          {notice.readAt === null && <i className="messages-dot" aria-label="未读" />}
        </span>
        {notice.body && <span className="messages-body">{notice.body}</span>}
        <span className="city-muted city-number">
          {kind.title} · {momentText(notice.createdAt)}
        </span>
      </span>
    </button>
  );
}
