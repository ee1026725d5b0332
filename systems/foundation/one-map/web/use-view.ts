/** Where the map looks, told when it comes to rest. */
import type { Map as LibraryMap } from 'maplibre-gl';
import { useCallback, useRef, useState } from 'react';
import type { Point } from '../../../../kernel/register.ts';

export interface View {
  readonly centre: Point;
  readonly zoom: number;
  /** 'west,south,east,north' */
  readonly box: string;
}

function viewOf(map: LibraryMap): View {
  const { lng, lat } = map.getCenter();
  const bounds = map.getBounds();
  const box = [
    Math.max(bounds.getWest(), -180),
    Math.max(bounds.getSouth(), -85),
    Math.min(bounds.getEast(), 180),
    Math.min(bounds.getNorth(), 85),
  ];
  return { centre: { lon: lng, lat }, zoom: map.getZoom(), box: box.map((each) => each.toFixed(5)).join() };
}

export function useView(): {
  readonly view: View | undefined;
  readonly hear: (map: LibraryMap | undefined) => void;
} {
  const [view, setView] = useState<View | undefined>(undefined);
  const heard = useRef<LibraryMap | undefined>(undefined);
  const hear = useCallback((map: LibraryMap | undefined) => {
    if (map === undefined || map === heard.current) return;
    heard.current = map;
    setView(viewOf(map));
    map.on('moveend', () => setView(viewOf(map)));
  }, []);
  return { view, hear };
}
