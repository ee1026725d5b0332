/** The cache of replies that all parts of a face share, and where refused changes are told to the person. */
import { MutationCache, onlineManager, QueryClient } from '@tanstack/react-query';
import { CallError } from './call.ts';
import { tell } from './tell.ts';

export function createQueryClient(): QueryClient {
  // The library believes in a network until it hears of its end: a page that opened without one would not hear of its return.
  onlineManager.setOnline(navigator.onLine);
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < 1 && error instanceof CallError && error.retryable,
        refetchOnWindowFocus: false,
      },
      // Paused offline writes are the draft store's business, not the cache's.
      mutations: { retry: false, networkMode: 'always' },
    },
    mutationCache: new MutationCache({
      onError: (error, _input, _context, mutation) => {
        if (mutation.meta?.['told'] === true) return;
        if (error instanceof CallError && error.status === 401) return;
        tell('error', sentenceOf(error));
      },
    }),
  });
}

/** The sentence with the number to quote when calling technical support. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof CallError)) return '页面出错了，请刷新后重试';
  const first = error.problems[0]?.message;
  const detail = first && first !== error.message ? `:${first}` : '';
  return error.status >= 500 && error.traceId
    ? `${error.message}${detail}(编号 ${error.traceId})`
    : `${error.message}${detail}`;
}
