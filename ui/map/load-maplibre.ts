/** Loads the map library when the first map is shown (it is as large as the rest of a face), with its worker from our own host. */
import type * as MapLibre from 'maplibre-gl';

let loading: Promise<typeof MapLibre> | undefined;

export function loadMapLibre(): Promise<typeof MapLibre> {
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof MapLibre> {
  const [library, worker] = await Promise.all([
    import('maplibre-gl'),
    // Version 6 has its worker in a file of its own; without this line the built page looks for it beside the page.
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'),
    import('maplibre-gl/dist/maplibre-gl.css'),
  ]);
  library.setWorkerUrl(new URL(worker.default, location.href).href);
  return library;
}
