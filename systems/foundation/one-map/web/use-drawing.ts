/** What the person draws to ask about: clicks on the map and typed places are the same path. */
import { useMemo, useState } from 'react';
import type { Point } from '../../../../kernel/register.ts';
import type { Drawing } from '../routes/shapes.ts';
import { readPlaces, writePlace } from './coordinates.ts';

export type DrawKind = Drawing['kind'];

export interface DrawingState {
  readonly kind: DrawKind;
  readonly text: string;
  readonly bad: readonly number[];
  /** While true, clicks on the map add places. */
  readonly drawing: boolean;
  readonly path: Drawing['path'];
  /** Enough places to ask about. */
  readonly shape: Drawing | undefined;
  readonly metres: number;
  readonly setKind: (kind: DrawKind) => void;
  readonly setText: (text: string) => void;
  readonly setDrawing: (on: boolean) => void;
  readonly setMetres: (metres: number) => void;
  readonly add: (at: Point) => void;
}

const least: Readonly<Record<DrawKind, number>> = { point: 1, line: 2, area: 3 };

export function useDrawing(start: Drawing | null | undefined, startMetres: number): DrawingState {
  const [kind, setKind] = useState<DrawKind>(start?.kind ?? 'point');
  const [text, setText] = useState(() =>
    (start?.path ?? []).map(([lon, lat]) => writePlace(lon, lat)).join('\n'),
  );
  const [drawing, setDrawing] = useState(false);
  const [metres, setMetres] = useState(startMetres);
  const { places, bad } = useMemo(() => readPlaces(text), [text]);
  const path = useMemo(() => (kind === 'point' ? places.slice(0, 1) : [...places]), [kind, places]);
  const shape = useMemo(
    () => (path.length < least[kind] || bad.length > 0 ? undefined : ({ kind, path } as Drawing)),
    [path, bad, kind],
  );
  return {
    kind,
    text,
    bad,
    drawing,
    path: path as Drawing['path'],
    shape,
    metres,
    setKind,
    setText,
    setDrawing,
    setMetres,
    add({ lon, lat }) {
      const place = writePlace(lon, lat);
      setText((old) => (kind === 'point' || old.trim() === '' ? place : `${old.trimEnd()}\n${place}`));
    },
  };
}
