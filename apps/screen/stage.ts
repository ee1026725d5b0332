/** Fits the stage of the wall screen into the window: one or two full-HD screens, scaled as a whole. Pure, but for the hook. */
import { useSyncExternalStore } from 'react';
import type { Stage } from '../../ui/screen/screen.tsx';

export interface FittedStage extends Stage {
  readonly scale: number;
}

/** A window wider than 8:3 is a double screen. */
export function fitStage(width: number, height: number): FittedStage {
  const wide = width / Math.max(height, 1) > 8 / 3;
  const stage = { width: wide ? 3840 : 1920, height: 1080, wide };
  return { ...stage, scale: Math.min(width / stage.width, height / stage.height) };
}

function listen(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}

export function useFittedStage(): FittedStage {
  // A string, since the store wants the same value back while nothing changed.
  const size = useSyncExternalStore(listen, () => `${innerWidth}x${innerHeight}`);
  const [width = 1920, height = 1080] = size.split('x').map(Number);
  return fitStage(width, height);
}
