/** Keeps the moving points of a map at what is known of the targets: only what has changed is sent to the graphics card. */
import type { Map as LibraryMap } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { type LiveMove, livePoints } from '../../../maps/web/live/live-points.ts';
import { states, type Target } from './target.ts';

const id = 'telemetry-targets';
/** What the bench of the layer has measured (bench/live-points.ts). */
const most = 100_000;

/** How many points are drawn; undefined without a map. */
export function useDrawnTargets(
  map: LibraryMap | undefined,
  targets: readonly Target[],
  glide: number,
): number | undefined {
  const [drawn, setDrawn] = useState<number | undefined>(undefined);
  const calm = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)').matches, []);
  const made = useMemo(() => {
    if (map === undefined) return undefined;
    const points = livePoints({
      id,
      most,
      colour: states.online.colour,
      size: 12,
      glide: calm ? 1 : glide,
    });
    return { points, shown: new Map<string, Target>() };
  }, [map, glide, calm]);

  useEffect(() => {
    if (map === undefined || made === undefined) {
      setDrawn(undefined);
      return;
    }
    if (map.getLayer(id)) map.removeLayer(id);
    map.addLayer(made.points.layer);
  }, [map, made]);

  useEffect(() => {
    if (made === undefined) return;
    const { points, shown } = made;
    const kept = new Set<string>();
    const moves: LiveMove[] = [];
    for (const target of targets) {
      kept.add(target.id);
      const before = shown.get(target.id);
      shown.set(target.id, target);
      if (before?.lon === target.lon && before.lat === target.lat && before.state === target.state) continue;
      moves.push({ id: target.id, lon: target.lon, lat: target.lat, colour: states[target.state].colour });
    }
    const gone = [...shown.keys()].filter((one) => !kept.has(one));
    for (const one of gone) shown.delete(one);
    points.remove(gone);
    points.move(moves);
    setDrawn(points.count());
  }, [made, targets]);

  return drawn;
}
