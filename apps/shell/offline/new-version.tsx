/** “有新版本”: told on pages that open without a network; nothing reloads under somebody's hands. */
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { type OfflineFace, offlinePages } from './offline-pages.ts';
import { watchWorker } from './watch-worker.ts';
import '../shell.css';

/** Stands in every page of the face; the worker comes with the first page that is its own. */
export function NewVersion({ face }: { readonly face: OfflineFace }): ReactNode {
  const { pathname } = useLocation();
  const address = `/${face}${pathname}`;
  const scope = offlinePages.find((page) => page.face === face && address.startsWith(page.scope))?.scope;
  const [reload, setReload] = useState<(() => void) | undefined>(undefined);
  useEffect(
    () => (scope === undefined ? undefined : watchWorker(face, scope, (take) => setReload(() => take))),
    [face, scope],
  );
  if (reload === undefined) return null;
  return (
    <div className="shell-newer" role="status">
      <span>有新版本</span>
      <button type="button" className="city-link" onClick={reload}>
        立即更新
      </button>
    </div>
  );
}
