/** Whether the page stands on a phone; the same width as in flow.css. */
import { useSyncExternalStore } from 'react';

const query = '(max-width: 600px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
