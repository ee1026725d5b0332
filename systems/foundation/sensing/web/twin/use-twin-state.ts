/** What the viewer of the twin view has chosen: theme and open entity stand in the address, the moment and the layers do not. */
import type { Map as LibraryMap } from 'maplibre-gl';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Twin, useTwin } from './use-twin.ts';

export interface Chosen {
  readonly kind: 'device' | 'entity';
  readonly id: string;
}

export interface TwinState {
  readonly twin: Twin;
  readonly theme: string;
  readonly at: string | undefined;
  readonly chosen: Chosen | undefined;
  readonly map: LibraryMap | undefined;
  readonly zoom: number;
  /** Keys of what is drawn beside the entities; see twin-legend.tsx. */
  readonly shown: ReadonlySet<string>;
  readonly setTheme: (theme: string) => void;
  readonly setAt: (at: string | undefined) => void;
  readonly choose: (chosen: Chosen | undefined) => void;
  readonly setMap: (map: LibraryMap | undefined) => void;
  readonly see: (map: LibraryMap) => void;
  readonly show: (key: string, on: boolean) => void;
  readonly fly: (at: { readonly lon: number; readonly lat: number }) => void;
}

export const linesKey = 'lines';
export const blocksKey = 'blocks';
const everything = 'all';
const cityZoom = 8;
const placeZoom = 13.5;
const flyMilliseconds = 3000;

function readChosen(text: string | null): Chosen | undefined {
  const [kind, id] = (text ?? '').split('/');
  return (kind === 'device' || kind === 'entity') && id ? { kind, id } : undefined;
}

/** As fine as a view needs; the map's own box trembles in the last digits. */
function boxOf(map: LibraryMap): string {
  const bounds = map.getBounds();
  const box = [
    Math.max(-180, bounds.getWest()),
    Math.max(-85, bounds.getSouth()),
    Math.min(180, bounds.getEast()),
    Math.min(85, bounds.getNorth()),
  ];
  return box.map((degrees) => degrees.toFixed(4)).join();
}

export function useTwinState(): TwinState {
  const [address, setAddress] = useSearchParams();
  const [at, setAt] = useState<string | undefined>(undefined);
  const [map, setMap] = useState<LibraryMap | undefined>(undefined);
  const [box, setBox] = useState<string | undefined>(undefined);
  const [zoom, setZoom] = useState(cityZoom);
  const [shown, setShown] = useState<ReadonlySet<string>>(() => new Set([linesKey, blocksKey]));
  const theme = address.get('theme') ?? everything;
  const chosen = readChosen(address.get('open'));
  const twin = useTwin({ theme, at, box, showsLines: shown.has(linesKey) });

  function put(name: string, value: string | undefined): void {
    setAddress(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === undefined) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  }

  const see = useCallback((seen: LibraryMap) => {
    setBox(boxOf(seen));
    // Columns are made anew with each half step only.
    setZoom(Math.round(seen.getZoom() * 2) / 2);
  }, []);

  return {
    twin,
    theme,
    at,
    chosen,
    map,
    zoom,
    shown,
    setTheme: (next) => put('theme', next === everything ? undefined : next),
    setAt,
    choose: (next) => put('open', next === undefined ? undefined : `${next.kind}/${next.id}`),
    setMap,
    see,
    show: (key, on) =>
      setShown((old) => {
        const next = new Set(old);
        if (on) next.add(key);
        else next.delete(key);
        return next;
      }),
    // The library jumps where people want no motion.
    fly: ({ lon, lat }) =>
      map?.flyTo({
        center: [lon, lat],
        zoom: Math.max(map.getZoom(), placeZoom),
        duration: flyMilliseconds,
      }),
  };
}
