/** Says in whose name things are done, on every page, with the way back to one's own. */
import { type ReactNode, useEffect, useState } from 'react';
import { actFor, actingNow, forgetActing } from '../../ui/acting.ts';
import { useSession } from '../../ui/session.ts';

export function ActingBanner(): ReactNode {
  const [acting] = useState(actingNow);
  const { signedIn } = useSession();
  useEffect(() => {
    if (!signedIn) forgetActing();
  }, [signedIn]);
  if (acting === undefined || !signedIn) return null;
  return (
    <div className="phone-banner" role="status">
      <span>正在为“{acting.name}”代办，办理记录会注明由您代办。</span>
      <button type="button" className="city-link" onClick={() => actFor(undefined)}>
        结束代办
      </button>
    </div>
  );
}
