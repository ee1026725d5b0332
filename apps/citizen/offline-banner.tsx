/** Says that the network is gone, and that nothing typed is lost. */
import { type ReactNode, useSyncExternalStore } from 'react';

function listen(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

export function OfflineBanner(props: {
  readonly unreachable: boolean;
  readonly onRetry: () => void;
}): ReactNode {
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  if (online && !props.unreachable) return null;
  return (
    <div className="phone-banner" role="status">
      <span>
        {online ? '暂时连不上服务器' : '网络已断开'}，您可以继续填写，内容会保存在手机里，恢复后自动提交。
      </span>
      {props.unreachable && (
        <button type="button" className="city-link" onClick={props.onRetry}>
          重试
        </button>
      )}
    </div>
  );
}
