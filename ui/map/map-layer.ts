/** A layer of the city as a page names it, and the drawing rules the map library wants for it. Pure. */
import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';

export interface MapColours {
  /** Property of the feature. */
  readonly by: string;
  /** Value → colour. */
  readonly values: Readonly<Record<string, string>>;
  readonly other: string;
  /** Value → name for the legend; the value itself when absent. */
  readonly titles?: Readonly<Record<string, string>>;
}

export interface MapLayer {
  readonly id: string;
  readonly title: string;
  readonly kind: 'point' | 'line' | 'area' | 'heat';
  /** Vector tiles '/api/…/{z}/{x}/{y}…', or GeoJSON itself, or the address of GeoJSON. */
  readonly from:
    | { readonly tiles: string; readonly sourceLayer: string; readonly maxZoom?: number }
    | { readonly geojson: FeatureCollection | string };
  readonly colours?: MapColours;
  /** Used when there are no `colours`. */
  readonly colour?: string;
  /** Property written beside points or inside areas. */
  readonly label?: string;
  /** Starts switched off. */
  readonly off?: boolean;
  /** Features that carry a number `count` are sums of that many: drawn as bubbles with the number in them. Points only. */
  readonly clusters?: boolean;
  /** A soft light around each point, for the wall. */
  readonly glow?: boolean;
  /** 0 to 1 of what the layer usually is, above 1 fills its areas more; default 1. */
  readonly opacity?: number;
  /** Pixels of a line; default 2. */
  readonly width?: number;
  /** Property with metres of height: areas stand up as blocks. */
  readonly height?: string;
  /** Rising asks the tiles anew while the old ones stay on the screen. */
  readonly revision?: number;
}

export function sourceOf(layer: MapLayer, base: string): SourceSpecification {
  if ('tiles' in layer.from) {
    // Workers resolve nothing, so the address must be whole; {z}/{x}/{y} must stay as they are.
    const url = layer.from.tiles.startsWith('/') ? new URL(base).origin + layer.from.tiles : layer.from.tiles;
    return { type: 'vector', tiles: [url], maxzoom: layer.from.maxZoom ?? 16 };
  }
  const { geojson } = layer.from;
  return { type: 'geojson', data: typeof geojson === 'string' ? new URL(geojson, base).href : geojson };
}

/** How strong each part of a drawing is when its layer is fully there. */
const strengths: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  circle: { 'circle-opacity': 1, 'circle-stroke-opacity': 1 },
  line: { 'line-opacity': 1 },
  fill: { 'fill-opacity': 0.35 },
  symbol: { 'text-opacity': 1 },
  heatmap: { 'heatmap-opacity': 0.75 },
  'fill-extrusion': { 'fill-extrusion-opacity': 0.85 },
};

/** Paint of a drawing that follows its layer's opacity. */
export function fadeOf(drawing: LayerSpecification, layer: MapLayer): Readonly<Record<string, number>> {
  const { opacity = 1 } = layer;
  return Object.fromEntries(
    Object.entries(strengths[drawing.type] ?? {}).map(([name, full]) => [name, Math.min(1, full * opacity)]),
  );
}

export function drawingsOf(layer: MapLayer, dark: boolean): readonly LayerSpecification[] {
  const source = `city-${layer.id}`;
  const from = 'tiles' in layer.from ? { source, 'source-layer': layer.from.sourceLayer } : { source };
  const colour = colourOf(layer);
  const drawings: LayerSpecification[] = [];
  if (layer.kind === 'point') {
    if (layer.glow) drawings.push(glowOf(source, from, colour));
    drawings.push({
      id: source,
      type: 'circle',
      ...from,
      paint: {
        'circle-color': layer.clusters ? bubbleColour(layer, colour, dark) : colour,
        'circle-radius': layer.clusters ? bubbleRadius : dotRadius,
        'circle-stroke-color': dark ? '#0b1a2b' : '#ffffff',
        'circle-stroke-width': layer.glow ? 0 : 1.5,
      },
    });
    if (layer.clusters) drawings.push(bubbleNumbers(source, from));
  } else if (layer.kind === 'line') {
    drawings.push({
      id: source,
      type: 'line',
      ...from,
      paint: { 'line-color': colour, 'line-width': layer.width ?? 2 },
    });
  } else if (layer.kind === 'heat') {
    drawings.push({
      id: source,
      type: 'heatmap',
      ...from,
      paint: { 'heatmap-opacity': 0.75, 'heatmap-radius': 24 },
    });
  } else if (layer.height) {
    drawings.push({
      id: source,
      type: 'fill-extrusion',
      ...from,
      paint: {
        'fill-extrusion-color': colour,
        'fill-extrusion-height': ['coalesce', ['get', layer.height], 0],
        'fill-extrusion-opacity': 0.85,
      },
    });
  } else {
    drawings.push(
      { id: source, type: 'fill', ...from, paint: { 'fill-color': colour, 'fill-opacity': 0.35 } },
      { id: `${source}-edge`, type: 'line', ...from, paint: { 'line-color': colour, 'line-width': 1.2 } },
    );
  }
  if (layer.label) {
    drawings.push({
      id: `${source}-label`,
      type: 'symbol',
      ...from,
      layout: {
        'text-field': ['get', layer.label],
        'text-font': ['sans-serif'],
        'text-size': 13,
        ...(layer.kind === 'point' ? { 'text-offset': [0, 1.1], 'text-anchor': 'top' } : {}),
      },
      paint: {
        'text-color': dark ? '#e3ebf6' : '#1b2638',
        'text-halo-color': dark ? '#0b1a2b' : '#ffffff',
        'text-halo-width': 1.4,
      },
    });
  }
  return drawings;
}

function glowOf(
  source: string,
  from: { readonly source: string; readonly 'source-layer'?: string },
  colour: string | ExpressionSpecification,
): LayerSpecification {
  return {
    id: `${source}-glow`,
    type: 'circle',
    ...from,
    paint: {
      'circle-color': colour,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 12, 12, 18, 16, 28],
      'circle-blur': 1,
      'circle-opacity': 0.55,
    },
  };
}

const dotRadius: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 8, 3, 12, 5, 16, 9];

/** By area, roughly: a thousand is seen to be more than a hundred without hiding the place. */
const bubbleRadius: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  ...[8, 12, 16].flatMap((zoom, index) => [
    zoom,
    [
      'case',
      ['>', ['coalesce', ['get', 'count'], 1], 1],
      ['interpolate', ['linear'], ['log10', ['get', 'count']], 0, 10, 2, 15, 5, 26],
      [4, 6, 9][index],
    ],
  ]),
  // 'interpolate' wants its stops one by one, which the types cannot see in a spread.
] as unknown as ExpressionSpecification;

/** A sum has no value of its own to be coloured by, so it takes the city's blue, not the grey of 'other'. */
function bubbleColour(
  layer: MapLayer,
  colour: string | ExpressionSpecification,
  dark: boolean,
): string | ExpressionSpecification {
  if (!layer.colours) return colour;
  return ['case', ['>', ['coalesce', ['get', 'count'], 1], 1], dark ? '#2f7be0' : '#1257b8', colour];
}

function bubbleNumbers(
  source: string,
  from: { readonly source: string; readonly 'source-layer'?: string },
): LayerSpecification {
  const count: ExpressionSpecification = ['get', 'count'];
  return {
    id: `${source}-count`,
    type: 'symbol',
    ...from,
    filter: ['>', ['coalesce', count, 1], 1],
    layout: {
      'text-field': [
        'case',
        ['>=', count, 10_000],
        ['concat', ['to-string', ['round', ['/', count, 10_000]]], '万'],
        ['to-string', count],
      ],
      'text-font': ['sans-serif'],
      'text-size': 12,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#ffffff' },
  };
}

function colourOf(layer: MapLayer): string | ExpressionSpecification {
  const plain = layer.colour ?? '#1257b8';
  if (!layer.colours) return plain;
  const pairs = Object.entries(layer.colours.values).flat();
  if (pairs.length === 0) return layer.colours.other;
  // 'match' wants at least one pair, which the types cannot see in a spread.
  return [
    'match',
    ['to-string', ['get', layer.colours.by]],
    ...pairs,
    layer.colours.other,
  ] as unknown as ExpressionSpecification;
}
