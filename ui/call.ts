/** The one way a page speaks to the server: `call(route, input)`, typed by the route of the page's own contract. */
import { newId } from '../kernel/ids.ts';
import { actingHeader } from './acting.ts';
import type { Endpoint, InputOf, OutputOf } from '../kernel/contract.ts';
import type { Problem } from '../kernel/errors.ts';
import { buildRequest } from './call-request.ts';

/** What went wrong, in words for the person in front of the screen and a code for the one who mends it. */
export class CallError extends Error {
  /** Stable, e.g. 'urban-management.closed'; 'network' when no answer came, 'aborted' when the page gave up. */
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly traceId: string | undefined;
  /** HTTP status; 0 without an answer. */
  readonly status: number;

  constructor(
    code: string,
    message: string,
    status: number,
    problems: readonly Problem[] = [],
    traceId?: string,
  ) {
    super(message);
    this.name = 'CallError';
    this.code = code;
    this.status = status;
    this.problems = problems;
    this.traceId = traceId;
  }

  /** Worth sending again with the same request key. */
  get retryable(): boolean {
    return this.status === 0 ? this.code !== 'aborted' : this.status === 429 || this.status >= 502;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Keep it and give it again when the same act is retried: the server then answers once. Default: a new one. */
  readonly requestKey?: string;
}

/** Any route of any contract; its types ride on it. */
export type AnyEndpoint = Endpoint<string, never, unknown, unknown>;
export type RouteInput<E> = InputOf<E>;
export type RouteReply<E> = OutputOf<E>;

const signedOut = new EventTarget();

/** Hears that the server no longer knows the session (401); the shell shows sign-in above the page, so drafts stay. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.addEventListener('signed-out', listener);
  return () => signedOut.removeEventListener('signed-out', listener);
}

let prove: (() => Promise<boolean>) | undefined;

/** The shell asks the person to prove again who he is (403 access.stepUp); when he does, the refused request is sent once more. */
export function onStepUp(ask: () => Promise<boolean>): () => void {
  prove = ask;
  return () => {
    if (prove === ask) prove = undefined;
  };
}

/** What a purpose is asked for: ids that the server named. */
export interface AskedPurpose {
  readonly object: string;
  readonly row: string;
}

let statePurpose: ((asked: AskedPurpose) => Promise<boolean>) | undefined;

/** The shell asks for what somebody looks (403 access.purposeNeeded); when he has said it, the refused request is sent once more. */
export function onPurpose(ask: (asked: AskedPurpose) => Promise<boolean>): () => void {
  statePurpose = ask;
  return () => {
    if (statePurpose === ask) statePurpose = undefined;
  };
}

/** Whether the person did what the refusal asks of him. */
async function mended({ code, problems }: CallError): Promise<boolean> {
  if (code === 'access.stepUp') return (await prove?.()) ?? false;
  if (code !== 'access.purposeNeeded') return false;
  const named = (path: string) => problems.find((each) => each.path === path)?.message ?? '';
  return (await statePurpose?.({ object: named('object'), row: named('row') })) ?? false;
}

/** Sends one request and gives the reply; throws CallError. */
export async function call<E extends { readonly method: string; readonly path: string }>(
  route: E,
  input: InputOf<E>,
  options: CallOptions = {},
): Promise<OutputOf<E>> {
  const response = await send(route, input, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as OutputOf<E>;
}

/** For routes whose reply is not JSON: the bytes and the name they came under. */
export async function callFile<E extends { readonly method: string; readonly path: string }>(
  route: E,
  input: InputOf<E>,
  options: CallOptions = {},
): Promise<{ readonly blob: Blob; readonly fileName: string | undefined }> {
  const response = await send(route, input, options);
  const disposition = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return { blob: await response.blob(), fileName: encoded ? decodeURIComponent(encoded) : plain };
}

/** Address of a GET route, for links, images and downloads. */
export function addressOf<E extends { readonly method: string; readonly path: string }>(
  route: E,
  input: InputOf<E>,
): string {
  return buildRequest('GET', route.path, input).url;
}

async function send(
  route: { readonly method: string; readonly path: string },
  input: unknown,
  options: CallOptions,
): Promise<Response> {
  const { url, body } = buildRequest(route.method, route.path, input);
  const headers: Record<string, string> = { accept: 'application/json', ...actingHeader(url) };
  if (route.method !== 'GET') {
    headers['x-city-request'] = '1';
    headers['x-request-key'] = options.requestKey ?? newId();
    if (body !== undefined) headers['content-type'] = 'application/json';
  }
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = body;
  if (options.signal) init.signal = options.signal;
  const response = await ask(url, init);
  if (response.ok) return response;
  const refused = await refusal(response);
  if (!(await mended(refused))) throw refused;
  const again = await ask(url, init);
  if (!again.ok) throw await refusal(again);
  return again;
}

function ask(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init).catch((cause: unknown) => {
    throw networkError(cause);
  });
}

/** Turns a refused reply into a CallError, and tells the shell when it means 'not signed in'. */
export async function refusal(response: Response): Promise<CallError> {
  const reply = (await response.json().catch(() => ({}))) as {
    code?: string;
    message?: string;
    problems?: readonly Problem[];
    traceId?: string;
  };
  // A wrong password is a 401 too, but says nothing about the session.
  if (reply.code === 'city.unauthenticated') {
    signedOut.dispatchEvent(new Event('signed-out'));
  }
  const message = reply.message ?? `服务暂时没有正常答复（${response.status}），请稍后重试`;
  return new CallError(
    reply.code ?? `http.${response.status}`,
    message,
    response.status,
    reply.problems ?? [],
    reply.traceId,
  );
}

function networkError(cause: unknown): CallError {
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    return new CallError('aborted', '请求已取消', 0);
  }
  return new CallError('network', '网络连接不上，请检查网络后重试', 0);
}
