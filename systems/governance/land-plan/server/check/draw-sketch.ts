/** A sketch of a check for its report: the land, and what each line takes of it, north up, with a bar of a round length. */
import sharp from 'sharp';
import { boundsOf, type MultiPolygon, metresADegree, type Ring } from '../../../../../engines/maps/index.ts';

export interface Sketch {
  readonly png: Uint8Array;
  /** Length of the bar at the lower left, metres. */
  readonly bar: number;
}

const width = 1000;
const height = 640;
const margin = 60;
/** Part of the picture's width that the bar takes at most. */
const longestBar = 0.3;

/** 1, 2 or 5 times a power of ten. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2, 1].find((step) => step * power <= value) ?? 1) * power;
}

export async function drawSketch(
  land: MultiPolygon,
  taken: readonly { readonly colour: string; readonly pieces: MultiPolygon }[],
): Promise<Sketch> {
  const [west, south, east, north] = boundsOf(land);
  const [lonMetres, latMetres] = metresADegree((south + north) / 2);
  const scale = Math.min(
    (width - 2 * margin) / Math.max((east - west) * lonMetres, 1),
    (height - 2 * margin) / Math.max((north - south) * latMetres, 1),
  );
  const ringPath = (ring: Ring) =>
    `M${ring
      .map(([lon, lat]) => {
        const x = width / 2 + (lon - (west + east) / 2) * lonMetres * scale;
        const y = height / 2 - (lat - (south + north) / 2) * latMetres * scale;
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join('L')}Z`;
  const path = (shape: MultiPolygon) => shape.flat().map(ringPath).join('');
  const bar = roundDown((width * longestBar) / scale);
  const end = margin + bar * scale;
  const floor = height - 24;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<path d="${path(land)}" fill="#f0f0f0" fill-rule="evenodd"/>
${taken.map(({ colour, pieces }) => `<path d="${path(pieces)}" fill="${colour}" fill-opacity="0.55" fill-rule="evenodd" stroke="${colour}" stroke-width="1.5"/>`).join('\n')}
<path d="${path(land)}" fill="none" stroke="#000000" stroke-width="3"/>
<path d="M${margin},${floor - 8}V${floor}H${end}V${floor - 8}" fill="none" stroke="#000000" stroke-width="2.5"/>
<path d="M${width - 40},64V24M${width - 48},38L${width - 40},22L${width - 32},38" fill="none" stroke="#000000" stroke-width="3"/>
</svg>`;
  return { png: await sharp(Buffer.from(svg)).png().toBuffer(), bar };
}
