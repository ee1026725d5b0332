/** What stands where there is nothing, not yet, or no way to get it: empty, loading and failed parts of a page. */
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { CallError } from './call.ts';

export function Empty(props: {
  readonly text?: string;
  readonly hint?: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className="city-empty">
      <svg viewBox="0 0 96 64" aria-hidden>
        <path d="M8 54h80" className="line" />
        <path d="M18 54V28h16v26M34 54V16h22v38M56 54V34h20v20" className="line" />
        <path d="M39 24h4M47 24h4M39 32h4M47 32h4M39 40h4M47 40h4M23 36h6M23 44h6M62 42h8" className="line" />
      </svg>
      <p className="city-empty-text">{props.text ?? '暂无数据'}</p>
      {props.hint && <p className="city-empty-hint">{props.hint}</p>}
      {props.action}
    </div>
  );
}

export function Loading(props: { readonly rows?: number }): ReactNode {
  return (
    <div className="city-loading" role="status" aria-busy="true" aria-label="正在加载">
      <Skeleton active title={false} paragraph={{ rows: props.rows ?? 6 }} />
    </div>
  );
}

/** A part of the page that could not be read: the sentence, the number to quote, and a way to try again. */
export function Failed(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const error = props.error instanceof CallError ? props.error : undefined;
  return (
    <div className="city-failed" role="alert">
      <p>{error?.message ?? '这部分内容没能显示出来'}</p>
      {error && (
        <p className="city-muted">
          代码 {error.code}
          {error.traceId && (
            <>
              ；问题编号 <code>{error.traceId}</code>
            </>
          )}
        </p>
      )}
      {props.onRetry && <Button onClick={props.onRetry}>重试</Button>}
    </div>
  );
}

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** Shows a useCall reply, or the right state while there is none. */
export function Shown<T>(props: {
  readonly of: Asked<T>;
  readonly rows?: number;
  readonly children: (data: NonNullable<T>) => ReactNode;
}): ReactNode {
  const { data, error, isPending, refetch } = props.of;
  if (data !== undefined && data !== null) return props.children(data);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return isPending ? <Loading rows={props.rows ?? 6} /> : <Empty />;
}
