/** Whether the window is too narrow for a menu beside the page. */
import { useSyncExternalStore } from 'react';

const query = '(max-width: 900px)';

function listen(changed: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(query).matches);
}
