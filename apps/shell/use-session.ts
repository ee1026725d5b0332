/** Reads the session, and lets a shell ask for it again after signing in or out. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { call, CallError } from '../../ui/call.ts';
import { forgetOwn } from '../../ui/own-store.ts';
import type { Session } from '../../ui/session.ts';
import { sessionRoute, signOutRoute } from './access-routes.ts';
import { keepSession, lastSession } from './offline/last-session.ts';

const key = ['session'] as const;
/** Set when somebody signed out and the city could not be told: his session must not come back with the network. */
const owed = 'city.sign-out-owed';
/** A face that waits longer for the city shows what it knows meanwhile. */
const patience = 3_000;

function isOwed(): boolean {
  try {
    return localStorage.getItem(owed) !== null;
  } catch {
    return false;
  }
}

function setOwed(on: boolean): void {
  try {
    if (on) localStorage.setItem(owed, '1');
    else localStorage.removeItem(owed);
  } catch {
    // A closed store: the city is told now or not at all.
  }
}

async function askSession(signal: AbortSignal): Promise<Session> {
  if (isOwed()) await tellSignOut();
  const session = (await call(sessionRoute, {}, { signal })) as Session;
  // An answer that was under way while somebody signed out is of yesterday.
  if (!isOwed()) keepSession(session);
  return session;
}

async function tellSignOut(): Promise<void> {
  await call(signOutRoute, {}).catch((error: unknown) => {
    // No session is left to end: as good as ended.
    if (!(error instanceof CallError && error.status === 401)) throw error;
  });
  setOwed(false);
}

export function useSessionQuery(): UseQueryResult<Session, CallError> {
  return useQuery<Session, CallError>({
    queryKey: key,
    queryFn: ({ signal }) => askSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
    // Without a network the question fails at once instead of waiting for one; it is asked again when there may be one.
    networkMode: 'always',
    refetchOnReconnect: true,
    refetchInterval: ({ state }) => (state.status === 'error' ? 15_000 : false),
  });
}

/** The session as the city says it, or while it cannot be asked, as it was last known here; undefined while it is still being asked. */
export function useKnownSession(asked: UseQueryResult<Session, CallError>): Session | undefined {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (asked.data !== undefined) return asked.data;
  return late || asked.failureCount > 0 || asked.isError ? lastSession() : undefined;
}

/** Everything read before belongs to somebody else: all is asked anew. */
export function useSessionChange(): {
  readonly renew: () => Promise<void>;
  readonly signOut: () => Promise<void>;
} {
  const client = useQueryClient();
  const renew = useCallback(async () => {
    // Whoever has just signed in has taken the place of the session whose end was owed.
    setOwed(false);
    await client.invalidateQueries({ queryKey: key });
    await client.invalidateQueries();
  }, [client]);
  const signOut = useCallback(async () => {
    // Even when the server cannot be told now, this browser must not go on showing what it knew.
    setOwed(true);
    forgetOwn();
    await tellSignOut().catch(() => undefined);
    client.clear();
    location.assign(location.pathname.split('/').slice(0, 2).join('/') + '/');
  }, [client]);
  return { renew, signOut };
}
