/** The base map in dark colours: the same drawings, for the screen and the dark theme. Pure. */
import type { StyleSpecification } from 'maplibre-gl';

type Layer = StyleSpecification['layers'][number];

/** Neighbouring counties stay apart by a shade only: the data must shine, not the ground. */
const shades = [
  '#10233a',
  '#132a45',
  '#0f2740',
  '#152e49',
  '#112840',
  '#16304d',
  '#0e2238',
  '#142b44',
] as const;

export function darkenStyle(style: StyleSpecification): StyleSpecification {
  return { ...style, layers: style.layers.map(darken) };
}

function darken(layer: Layer): Layer {
  if (layer.type === 'background')
    return { ...layer, paint: { ...layer.paint, 'background-color': '#0a1626' } };
  if (layer.type === 'fill')
    return {
      ...layer,
      paint: { ...layer.paint, 'fill-color': shadeOf(layer.paint?.['fill-color']) as never },
    };
  if (layer.type === 'line') return { ...layer, paint: { ...layer.paint, 'line-color': '#3f6b9b' } };
  if (layer.type === 'symbol')
    return { ...layer, paint: { ...layer.paint, 'text-color': '#a9c3e2', 'text-halo-color': '#0a1626' } };
  if (layer.type === 'raster')
    return { ...layer, paint: { ...layer.paint, 'raster-brightness-max': 0.35, 'raster-saturation': -0.6 } };
  return layer;
}

/** Replaces the colours of a 'match' one for one, so that each county keeps a colour of its own. */
function shadeOf(colour: unknown): unknown {
  if (!Array.isArray(colour) || colour[0] !== 'match') return shades[0];
  let next = 0;
  return colour.map((part: unknown) =>
    typeof part === 'string' && part.startsWith('#') ? shades[next++ % shades.length] : part,
  );
}
