/** Reads the session, and lets a shell ask for it again after signing in or out. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call, type CallError } from '../../ui/call.ts';
import type { Session } from '../../ui/session.ts';
import { sessionRoute, signOutRoute } from './access-routes.ts';

const key = ['session'] as const;

export function useSessionQuery(): UseQueryResult<Session, CallError> {
  return useQuery<Session, CallError>({
    queryKey: key,
    queryFn: async ({ signal }) => (await call(sessionRoute, {}, { signal })) as Session,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });
}

/** Everything read before belongs to somebody else: all is asked anew. */
export function useSessionChange(): {
  readonly renew: () => Promise<void>;
  readonly signOut: () => Promise<void>;
} {
  const client = useQueryClient();
  const renew = useCallback(async () => {
    await client.invalidateQueries({ queryKey: key });
    await client.invalidateQueries();
  }, [client]);
  const signOut = useCallback(async () => {
    // Even when the server cannot be told, this browser must not go on showing what it knew.
    await call(signOutRoute, {}).catch(() => undefined);
    client.clear();
    location.assign(location.pathname.split('/').slice(0, 2).join('/') + '/');
  }, [client]);
  return { renew, signOut };
}
