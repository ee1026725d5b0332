/** React hooks over `call`: useCall reads and keeps fresh, useAct changes once however often the button is pressed. */
import { newId } from '../kernel/ids.ts';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useRef } from 'react';
import type { InputOf, OutputOf } from '../kernel/contract.ts';
import { call, type CallError } from './call.ts';

interface RouteShape {
  readonly method: string;
  readonly path: string;
}

export interface UseCallOptions {
  /** False waits (e.g. until an id is known). */
  readonly enabled?: boolean;
  /** Milliseconds that a reply counts as fresh; default 10 s. */
  readonly fresh?: number;
  /** Asks again every so many milliseconds while the page is seen. */
  readonly every?: number;
  /** Shows the old reply while a new input is on its way. */
  readonly keep?: boolean;
  /** Choices for a form: an act does not make it ask anew. The form may still be closing, and its question be one of a thing that has moved on. */
  readonly still?: boolean;
  /** The page hangs on it: after an act it is asked anew before all others, which it may have taken away from this person. */
  readonly leads?: boolean;
}

/** Reads a route. The reply is shared by all parts of the page that ask the same. */
export function useCall<E extends RouteShape>(
  route: E,
  input: InputOf<E>,
  options: UseCallOptions = {},
): UseQueryResult<OutputOf<E>, CallError> {
  return useQuery<OutputOf<E>, CallError>({
    queryKey: ['call', route.path, input],
    queryFn: ({ signal }) => call(route, input, { signal }),
    enabled: options.enabled ?? true,
    staleTime: options.fresh ?? 10_000,
    refetchInterval: options.every ?? false,
    meta: { still: options.still ?? false, leads: options.leads ?? false },
    // react-query types the two forms of placeholder apart; here it is either the kept reply or none.
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

export interface UseActOptions<E> {
  readonly onDone?: (reply: OutputOf<E>, input: InputOf<E>) => void;
  readonly onRefused?: (error: CallError) => void;
}

export interface Act<E> {
  /** Sends; resolves to the reply, or undefined when refused (the error is in `error` and was told to the person). */
  readonly act: (input: InputOf<E>) => Promise<OutputOf<E> | undefined>;
  readonly acting: boolean;
  readonly error: CallError | null;
  readonly reset: () => void;
}

/**
 * Changes something. A retry of the same input keeps its request key, so that the server does it once; a success makes every
 * list and detail on the page ask anew. Refusals are shown by the shell (onRefused handles them instead).
 */
export function useAct<E extends RouteShape>(route: E, options: UseActOptions<E> = {}): Act<E> {
  const client = useQueryClient();
  const attempt = useRef<{ readonly of: string; readonly key: string } | undefined>(undefined);
  const mutation = useMutation<OutputOf<E>, CallError, InputOf<E>>({
    mutationFn: (input) => {
      const of = JSON.stringify(input) ?? '';
      if (attempt.current?.of !== of) attempt.current = { of, key: newId() };
      return call(route, input, { requestKey: attempt.current.key });
    },
    onSuccess: async (reply, input) => {
      attempt.current = undefined;
      options.onDone?.(reply, input);
      // A form that closes now must be gone before its own questions would be asked anew.
      await new Promise((resolve) => setTimeout(resolve));
      const isLeading = (meta: Readonly<Record<string, unknown>> | undefined) => meta?.['leads'] === true;
      await client.invalidateQueries({ queryKey: ['call'], predicate: ({ meta }) => isLeading(meta) });
      await client.invalidateQueries({
        queryKey: ['call'],
        predicate: ({ meta }) => !isLeading(meta) && meta?.['still'] !== true,
      });
      await client.invalidateQueries({ queryKey: ['list'] });
    },
    onError: (error) => {
      // A clear refusal ends the attempt: the next press is a new act. Without an answer it may have been done, so the key stays.
      if (!error.retryable) attempt.current = undefined;
      options.onRefused?.(error);
    },
    meta: { told: options.onRefused !== undefined },
  });
  return {
    act: (input) => mutation.mutateAsync(input).catch(() => undefined),
    acting: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
