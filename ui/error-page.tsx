/** Whole pages that say what is wrong: not found, not allowed, broken; and the boundary that keeps one broken page from taking the rest along. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { CallError } from './call.ts';

const words = {
  403: { title: '您没有权限查看这个页面', hint: '如果工作需要，请联系本单位的系统管理员为您开通。' },
  404: { title: '没有找到这个页面', hint: '地址可能有误，或者内容已被移除。' },
  500: {
    title: '页面出了问题',
    hint: '其他标签页里已填写的内容还在。请重试；仍不行时，请联系技术支持，并说明您正在做什么。',
  },
} as const;

export function ErrorPage(props: {
  readonly status: keyof typeof words;
  readonly detail?: string | undefined;
  readonly onRetry?: () => void;
  readonly home?: string;
}): ReactNode {
  const { title, hint } = words[props.status];
  return (
    <div className="city-error-page" role="alert">
      <p className="city-error-status" aria-hidden>
        {props.status}
      </p>
      <h1>{title}</h1>
      <p className="city-muted">{hint}</p>
      {props.detail && <code>编号 {props.detail}</code>}
      <p className="city-error-actions">
        {props.onRetry && (
          <button type="button" className="city-button is-primary" onClick={props.onRetry}>
            重试
          </button>
        )}
        {props.home && (
          <a className="city-button" href={props.home}>
            返回首页
          </a>
        )}
      </p>
    </div>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  readonly home?: string;
}

/** Stands around each page. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('page failed', error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const retry = () => this.setState({ error: undefined });
    const home = this.props.home ? { home: this.props.home } : {};
    if (error instanceof CallError) {
      const status = error.status === 403 || error.status === 404 ? error.status : 500;
      return <ErrorPage status={status} detail={error.traceId ?? error.code} onRetry={retry} {...home} />;
    }
    // A page chunk that an upgrade took away: only a fresh load can bring the new one.
    const gone = error instanceof Error && /dynamically imported module|Failed to fetch/i.test(error.message);
    return <ErrorPage status={500} onRetry={gone ? () => location.reload() : retry} {...home} />;
  }
}
