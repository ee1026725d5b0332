/** How many photos of a draft have reached the city while it is being sent; read from where the sender notes each. */
import { useEffect, useState } from 'react';
import { indexedDrafts } from '../../../../../ui/draft/indexed-drafts.ts';

const lookMilliseconds = 300;

/** Undefined while nothing is sent. */
export function usePhotoProgress(id: string, sending: boolean): number | undefined {
  const [stored, setStored] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!sending) return setStored(undefined);
    const timer = setInterval(() => {
      void indexedDrafts
        .get(id)
        .then((draft) => setStored(draft?.files.filter((file) => file.stored !== undefined).length))
        .catch(() => undefined);
    }, lookMilliseconds);
    return () => clearInterval(timer);
  }, [id, sending]);
  return stored;
}
