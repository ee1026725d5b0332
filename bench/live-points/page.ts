/** Runs in the browser of the bench: a map with many moving points, drawn in the way that the address asks for. */
import { type GeoJSONSource, Map as LibraryMap, setWorkerUrl } from 'maplibre-gl';
import { type LiveMove, livePoints } from '../../engines/maps/web/live/live-points.ts';

const asked = new URLSearchParams(location.search);
const count = Number(asked.get('points'));
const changed = Number(asked.get('changed'));
const way = asked.get('way');
const pause = 1000;

setWorkerUrl(new URL('/maplibre/maplibre-gl-worker.mjs', location.href).href);

const things = Array.from({ length: count }, (_, index) => ({
  id: `${index}`,
  lon: 114.9 + Math.random() * 1.6,
  lat: 32.4 + Math.random(),
}));

/** The points that are heard of in this second, each some metres further. */
function nextMoves(): readonly LiveMove[] {
  return Array.from({ length: Math.round(count * changed) }, (_, index) => {
    const thing = things[index] ?? { id: '', lon: 0, lat: 0 };
    thing.lon += (Math.random() - 0.5) * 0.002;
    thing.lat += (Math.random() - 0.5) * 0.002;
    return { ...thing };
  });
}

function toFeature({ id, lon, lat }: LiveMove) {
  return {
    type: 'Feature' as const,
    id: Number(id),
    properties: {},
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  };
}

const map = new LibraryMap({
  container: 'map',
  center: [115.7, 32.9],
  zoom: 9,
  attributionControl: false,
  style: {
    version: 8,
    sources: {},
    layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#e9f0f7' } }],
  },
});

/** Gives the way to send an update. */
function prepare(): (moves: readonly LiveMove[]) => void {
  if (way === 'live') {
    const live = livePoints({ id: 'live', most: count, colour: 0x1257b8, glide: pause });
    map.addLayer(live.layer);
    live.move(things);
    return live.move;
  }
  map.addSource('live', {
    type: 'geojson',
    data: { type: 'FeatureCollection', features: things.map(toFeature) },
  });
  map.addLayer({
    id: 'live',
    type: 'circle',
    source: 'live',
    paint: { 'circle-color': '#1257b8', 'circle-radius': 3.5 },
  });
  const source = map.getSource<GeoJSONSource>('live');
  return (moves) =>
    void source?.updateData({
      update: [...new Map(moves.map((one) => [one.id, one])).values()].map((one) => ({
        id: Number(one.id),
        newGeometry: toFeature(one).geometry,
      })),
    });
}

export interface Seen {
  readonly frames: number;
  readonly updates: number;
  /** Milliseconds of script that sending the updates took. */
  readonly sending: number;
  readonly seconds: number;
}

declare global {
  interface Window {
    ready: Promise<void>;
    watch: (seconds: number) => Promise<Seen>;
  }
}

window.ready = new Promise((resolve) => {
  void map.once('load', () => {
    const send = prepare();
    window.watch = (seconds) =>
      new Promise((done) => {
        let [frames, updates, sending] = [0, 0, 0];
        // Made beforehand, as what the city hears of comes from a wire and not from the page.
        const prepared = Array.from({ length: 4 }, nextMoves);
        const began = performance.now();
        const update = setInterval(() => {
          const moves = prepared[updates % prepared.length] ?? [];
          const before = performance.now();
          send(moves);
          sending += performance.now() - before;
          updates += 1;
        }, pause);
        map.on('render', () => {
          frames += 1;
        });
        setTimeout(() => {
          clearInterval(update);
          done({ frames, updates, sending, seconds: (performance.now() - began) / 1000 });
        }, seconds * 1000);
      });
    void map.once('idle', () => resolve());
    setTimeout(resolve, 20_000);
  });
});
