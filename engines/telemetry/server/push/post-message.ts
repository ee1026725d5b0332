/** One POST to an address that was allowed, and in a word why it was not taken. */
import { ForbiddenAddress, postJson } from '../../../gateway/index.ts';
import type { PushMessage } from '../../push.ts';

/** Undefined when it was taken (2xx), else why not. */
export type Refused = string | undefined;

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  ECONNRESET: 'broken-line',
};

function wordFor(problem: NodeJS.ErrnoException): string {
  if (problem instanceof ForbiddenAddress) return 'forbidden-address';
  if (problem.name === 'AbortError' || problem.name === 'TimeoutError') return 'timeout';
  return words[problem.code ?? ''] ?? 'no-answer';
}

export async function postMessage(address: string, message: PushMessage, timeout: number): Promise<Refused> {
  try {
    const { status } = await postJson(new URL(address), message.body, {
      headers: message.headers,
      milliseconds: timeout,
    });
    return status >= 200 && status < 300 ? undefined : String(status);
  } catch (problem) {
    return wordFor(problem as NodeJS.ErrnoException);
  }
}
