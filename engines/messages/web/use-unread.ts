/** How many messages are unread: asked once, then told by the live stream, and asked again after it was down. */
import { useQueryClient } from '@tanstack/react-query';
import { useLive, useLiveState } from '../../../ui/live.ts';
import { useCall } from '../../../ui/use-call.ts';
import { unreadRoute } from './message-routes.ts';

const key = ['call', unreadRoute.path, {}] as const;

export function useUnread(): number {
  const client = useQueryClient();
  const live = useLiveState() === 'on';
  const asked = useCall(unreadRoute, {}, { fresh: 60_000, ...(live ? {} : { every: 60_000 }) });
  useLive('unread', (payload) => {
    if (typeof payload === 'number') client.setQueryData(key, { unread: payload });
  });
  useLive('reconnected', () => void client.invalidateQueries({ queryKey: key }));
  return asked.data?.unread ?? 0;
}
