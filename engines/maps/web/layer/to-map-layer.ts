/** A layer of the catalogue as the map frame draws it, and the catalogue grouped by system. Pure. */
import type { MapLayer } from '../../../../ui/map/map-layer.ts';

/** As the catalogue route gives it. */
export interface CatalogueLayer {
  readonly id: string;
  readonly title: string;
  readonly system: string;
  readonly systemTitle: string;
  readonly register: string;
  readonly properties: readonly { readonly name: string; readonly title: string }[];
  readonly colourBy: string | null;
  readonly legend: readonly { readonly value: string; readonly title: string; readonly colour: string }[];
  readonly otherColour: string;
}

export interface LayerGroup {
  readonly system: string;
  readonly title: string;
  readonly layers: readonly CatalogueLayer[];
}

/** The one source layer of the engine's tiles (server/encode-tile.ts). */
const sourceLayer = 'points';

/** `revision` rises when the rows behind the layer changed. */
export function toMapLayer(layer: CatalogueLayer, revision: number): MapLayer {
  const colours =
    layer.colourBy === null || layer.legend.length === 0
      ? { colour: layer.otherColour }
      : {
          colours: {
            by: layer.colourBy,
            values: Object.fromEntries(layer.legend.map((entry) => [entry.value, entry.colour])),
            titles: Object.fromEntries(layer.legend.map((entry) => [entry.value, entry.title])),
            other: layer.otherColour,
          },
        };
  return {
    id: layer.id,
    title: layer.title,
    kind: 'point',
    from: { tiles: `/api/maps/tiles/${encodeURIComponent(layer.id)}/{z}/{x}/{y}`, sourceLayer },
    clusters: true,
    revision,
    ...colours,
  };
}

export function groupBySystem(layers: readonly CatalogueLayer[]): readonly LayerGroup[] {
  const groups = new Map<string, { system: string; title: string; layers: CatalogueLayer[] }>();
  for (const layer of layers) {
    const group = groups.get(layer.system) ?? { system: layer.system, title: layer.systemTitle, layers: [] };
    group.layers.push(layer);
    groups.set(layer.system, group);
  }
  return [...groups.values()];
}

/** Layers to switch on first: those asked for that exist, else the first of each system, which it names first because it matters most. */
export function firstShown(
  layers: readonly CatalogueLayer[],
  asked: readonly string[] | undefined,
): readonly string[] {
  const known = (asked ?? []).filter((id) => layers.some((layer) => layer.id === id));
  if (known.length > 0) return known;
  return groupBySystem(layers).flatMap((group) => group.layers.slice(0, 1).map((layer) => layer.id));
}
