/** Holds one map library instance for a MapFrame: made once, told of changes, removed with it. */
import type { GeoJSONSource, Map as LibraryMap, MapLayerMouseEvent, StyleSpecification } from 'maplibre-gl';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Point } from '../../kernel/register.ts';
import { fontFamily } from '../fonts.ts';
import { loadMapLibre } from './load-maplibre.ts';
import { drawingsOf, fadeOf, type MapLayer, sourceOf } from './map-layer.ts';

export interface MapFeature {
  readonly layer: MapLayer;
  readonly id: string | number | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where the feature is, when it is a point; else where it was clicked. */
  readonly at: Point;
  /** Zoom of the map at the click. */
  readonly zoom: number;
}

interface MapWishes {
  readonly style: string | StyleSpecification | undefined;
  readonly dark: boolean;
  readonly layers: readonly MapLayer[];
  readonly hidden: ReadonlySet<string>;
  readonly centre: Point | undefined;
  readonly zoom: number | undefined;
  readonly pitch: number | undefined;
  readonly onFeature: (feature: MapFeature | undefined) => void;
  readonly onPoint: ((at: Point) => void) | undefined;
}

export type MapState = 'loading' | 'ready' | 'failed';

/** The city's middle, when a page names no place. */
const cityCentre: Point = { lon: 115.7046, lat: 32.91744 };

export function useMap(
  plot: RefObject<HTMLDivElement | null>,
  wishes: MapWishes,
): { readonly map: LibraryMap | undefined; readonly state: MapState } {
  const [map, setMap] = useState<LibraryMap | undefined>(undefined);
  const [state, setState] = useState<MapState>('loading');
  const latest = useRef(wishes);
  // The library's map that still stands: state lags behind when another theme or style replaces it.
  const standing = useRef<LibraryMap | undefined>(undefined);
  latest.current = wishes;
  const { style, dark } = wishes;

  useEffect(() => {
    let gone = false;
    let made: LibraryMap | undefined;
    void loadMapLibre().then(
      (library) => {
        if (gone || !plot.current) return;
        const { centre, zoom, pitch = 0 } = latest.current;
        const inclined = pitch > 0;
        made = new library.Map({
          container: plot.current,
          style: style ?? plainStyle(dark),
          center: centre ? [centre.lon, centre.lat] : [cityCentre.lon, cityCentre.lat],
          zoom: zoom ?? (centre ? 14 : 8),
          localIdeographFontFamily: fontFamily,
          attributionControl: { compact: true },
          pitch,
          dragRotate: inclined,
          locale: {
            'Map.Title': '地图',
            'NavigationControl.ZoomIn': '放大',
            'NavigationControl.ZoomOut': '缩小',
            'NavigationControl.ResetBearing': '回到正北',
          },
        });
        made.addControl(
          new library.NavigationControl({ showCompass: inclined, visualizePitch: inclined }),
          'bottom-right',
        );
        keepBusy(made, plot.current);
        // Not 'load', which waits for every tile of the ground: what the page shows must not wait for what lies under it.
        made.on('style.load', () => {
          if (gone) return;
          standing.current = made;
          setMap(made);
          setState('ready');
        });
        made.on('click', (event) => pick(event));
      },
      () => setState('failed'),
    );
    function pick(event: MapLayerMouseEvent): void {
      const { layers, onFeature, onPoint } = latest.current;
      const at = { lon: event.lngLat.lng, lat: event.lngLat.lat };
      onPoint?.(at);
      const ids = layers.map((one) => `city-${one.id}`).filter((id) => made?.getLayer(id));
      const hit = made?.queryRenderedFeatures(event.point, { layers: ids })[0];
      const layer = layers.find((one) => `city-${one.id}` === hit?.layer.id);
      onFeature(
        hit && layer
          ? {
              layer,
              id: hit.properties['id'] ?? hit.id,
              properties: hit.properties,
              at: placeOf(hit.geometry) ?? at,
              zoom: made?.getZoom() ?? 0,
            }
          : undefined,
      );
    }
    return () => {
      gone = true;
      standing.current = undefined;
      setMap(undefined);
      setState('loading');
      made?.remove();
    };
  }, [plot, style, dark]);

  useEffect(() => {
    if (!map || map !== standing.current) return;
    for (const layer of wishes.layers) draw(map, layer, dark, !wishes.hidden.has(layer.id));
    putInOrder(
      map,
      wishes.layers.flatMap((layer) => drawingsOf(layer, dark).map(({ id }) => id)),
    );
    const wanted = new Set(wishes.layers.map((one) => `city-${one.id}`));
    for (const drawn of map.getStyle().layers) {
      if ('source' in drawn && drawn.source.startsWith('city-') && !wanted.has(drawn.source))
        map.removeLayer(drawn.id);
    }
    for (const id of Object.keys(map.getStyle().sources))
      if (id.startsWith('city-') && !wanted.has(id)) map.removeSource(id);
  }, [map, wishes.layers, wishes.hidden, dark]);

  const revisions = wishes.layers.map((layer) => `${layer.id} ${layer.revision ?? 0}`).join();
  const asked = useRef('');
  useEffect(() => {
    if (!map || map !== standing.current) return;
    const before = new Set(asked.current.split(','));
    for (const layer of latest.current.layers) {
      const known = before.has(`${layer.id} ${layer.revision ?? 0}`) || (layer.revision ?? 0) === 0;
      // Tiles on the screen stay until the new ones are there, so that a live map does not flicker.
      if (!known && 'tiles' in layer.from && map.getSource(`city-${layer.id}`))
        map.refreshTiles(`city-${layer.id}`);
    }
    asked.current = revisions;
  }, [map, revisions]);

  return { map, state };
}

/** Says on the page whether the map is still drawing: for readers of screens, and for pictures of a map that stands still. */
function keepBusy(map: LibraryMap, plot: HTMLElement): void {
  const say = (busy: boolean) => plot.setAttribute('aria-busy', String(busy));
  say(true);
  map.on('dataloading', () => say(true));
  map.on('movestart', () => say(true));
  map.on('idle', () => say(false));
}

function placeOf(geometry: { readonly type: string; readonly coordinates?: unknown }): Point | undefined {
  if (geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) return undefined;
  const [lon, lat] = geometry.coordinates as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : undefined;
}

function draw(map: LibraryMap, layer: MapLayer, dark: boolean, visible: boolean): void {
  const id = `city-${layer.id}`;
  const wanted = sourceOf(layer, location.href);
  const present = map.getSource(id);
  if (!present) map.addSource(id, wanted);
  else if (wanted.type === 'geojson') (present as GeoJSONSource).setData(wanted.data);
  // Blocks have no outline on the ground.
  if (layer.height && map.getLayer(`${id}-edge`)) map.removeLayer(`${id}-edge`);
  for (const drawing of drawingsOf(layer, dark)) {
    // The same layer may turn from flat to standing.
    if (map.getLayer(drawing.id) && map.getLayer(drawing.id)?.type !== drawing.type)
      map.removeLayer(drawing.id);
    if (!map.getLayer(drawing.id)) map.addLayer(drawing);
    map.setLayoutProperty(drawing.id, 'visibility', visible ? 'visible' : 'none');
    for (const [name, value] of Object.entries(fadeOf(drawing, layer)))
      if (map.getPaintProperty(drawing.id, name as never) !== value)
        map.setPaintProperty(drawing.id, name as never, value as never);
  }
}

/** Later layers lie above earlier ones; only what stands wrongly is moved. */
function putInOrder(map: LibraryMap, wanted: readonly string[]): void {
  const known = new Set(wanted);
  const standing = map
    .getStyle()
    .layers.map(({ id }) => id)
    .filter((id) => known.has(id));
  if (standing.join() !== wanted.join()) for (const id of wanted) map.moveLayer(id);
}

function plainStyle(dark: boolean): StyleSpecification {
  return {
    version: 8,
    sources: {},
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': dark ? '#0b1a2b' : '#e9eff6' } },
    ],
  };
}
