/** Shown while a page or the session is on its way: nothing at first, so that quick answers do not flash. */
import type { ReactNode } from 'react';
import './shell.css';

export function Waiting(): ReactNode {
  return (
    <div className="shell-waiting" aria-busy="true">
      <span className="city-hidden">正在加载</span>
      <i />
    </div>
  );
}
