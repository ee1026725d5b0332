/** Buffers laid over layers, hexagons, and rows along time; every count is of rows that the caller may see. */
import { cityOutline } from '../../../../../city/outlines.ts';
import {
  maps,
  type MultiPolygon,
  type PlacedFeature,
  shapeArea,
  toGeoJson,
} from '../../../../../engines/maps/index.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import type { analysisRoutes } from '../../routes/analysis-routes.ts';
import { findLayer, type KeptShape, shapesOf, uploadOf } from '../layer/uploaded.ts';
import { textsOf } from '../names.ts';
import { setting } from '../setting.ts';
import { showCatalogue } from './catalogue.ts';
import { classify } from '../class-values.ts';
import { overlapsOf, sumOf } from './overlay-upload.ts';
import { readDrawing } from './read-drawing.ts';
import { hexagonsOf, timedOf } from './upload-questions.ts';

const pageSize = 50;
/** Hexagons lean least along it. */
const meridian = (cityOutline.bbox[0] + cityOutline.bbox[2]) / 2;

/** The page draws all of one layer alike. */
const timedColour = '#722ed1';

/** A regular hexagon of side a has 3√3⁄2 a². */
const squaresInHexagon = (3 * Math.sqrt(3)) / 2;

async function countLayer(context: Context, id: string, area: MultiPolygon) {
  const upload = uploadOf(id);
  if (upload !== undefined) {
    const row = await findLayer(context, context.principal, upload);
    const overlaps = overlapsOf(await shapesOf(context, row), area);
    return {
      layer: id,
      title: row.title,
      count: overlaps.length,
      squareMetres: sumOf(overlaps, 'squareMetres'),
      metres: sumOf(overlaps, 'metres'),
    };
  }
  const service = context.use(maps);
  const { matched = 0 } = await service.within(context.principal, id, area, 1);
  const title = service.layers(context.principal).find((layer) => layer.id === id)?.title ?? id;
  return { layer: id, title, count: matched, squareMetres: null, metres: null };
}

/** The name of the thing first, then what else its layer shows. */
function rowOf({ id, lon, lat, shown }: PlacedFeature) {
  const texts = Object.entries(shown).filter(([, text]) => text !== '');
  const head = texts.find(([name]) => name === 'title' || name === 'name') ?? texts[0];
  const rest = texts.filter((each) => each !== head).map(([, text]) => text);
  return {
    id,
    title: head?.[1] ?? '（无名称）',
    detail: rest.slice(0, 3).join(' · '),
    lon,
    lat,
    squareMetres: null,
    metres: null,
  };
}

/** Shapes of an uploaded layer that the caller may see; the column must be one of its numbers or times. */
async function shapesWith(
  context: Context,
  id: string,
  kind: 'numberColumns' | 'timeColumns',
  column: string | undefined,
): Promise<readonly KeptShape[]> {
  const row = await findLayer(context, context.principal, id);
  if (column !== undefined && !textsOf(row[kind]).includes(column))
    throw commonErrors.invalid({}, [{ path: 'field', message: '图层没有这个字段' }]);
  return shapesOf(context, row);
}

export const analysisHandlers: Handlers<typeof analysisRoutes> = {
  catalogue: showCatalogue,
  async overlay({ drawing, metres, layers }, context) {
    const area = readDrawing(context, drawing, metres);
    const results = [];
    // One after another: each may read a whole layer, and others wait for the database too.
    for (const id of new Set(layers)) results.push(await countLayer(context, id, area));
    return { area: toGeoJson(area), squareMetres: Math.round(shapeArea(area) * 100) / 100, results };
  },
  async overlayRows({ drawing, metres, layer, after }, context) {
    const area = readDrawing(context, drawing, metres);
    const upload = uploadOf(layer);
    if (upload !== undefined) {
      const overlaps = overlapsOf(
        await shapesOf(context, await findLayer(context, context.principal, upload)),
        area,
      );
      const from = after === undefined ? 0 : overlaps.findIndex(({ shape }) => shape.row.id === after) + 1;
      const shown = overlaps.slice(from, from + pageSize);
      return {
        register: null,
        count: overlaps.length,
        rows: shown.map(({ shape: { row }, squareMetres, metres: length }) => ({
          id: row.id,
          title: row.title ?? '',
          detail: '',
          lon: row.place?.lon ?? 0,
          lat: row.place?.lat ?? 0,
          squareMetres,
          metres: length,
        })),
        next: from + pageSize < overlaps.length ? (shown.at(-1)?.shape.row.id ?? null) : null,
      };
    }
    const service = context.use(maps);
    const page = await service.within(context.principal, layer, area, pageSize, after);
    return {
      register: service.layers(context.principal).find((each) => each.id === layer)?.register ?? null,
      count: page.matched ?? page.features.length,
      rows: page.features.map(rowOf),
      next: page.next ?? null,
    };
  },
  async hexagons({ layer, side, sum, drawing, metres }, context) {
    const most = setting(context, 'hexagon-cells');
    const area = drawing === undefined ? undefined : readDrawing(context, drawing, metres);
    const question = { area, side, meridian, sum, most: most + 1 };
    const upload = uploadOf(layer);
    const found =
      upload === undefined
        ? await context.use(maps).hexagons(context.principal, layer, question)
        : hexagonsOf(await shapesWith(context, upload, 'numberColumns', sum), question);
    // A cell whose rows all lack the number has no sum, which is not the same as zero.
    const cells = found.slice(0, most).flatMap(({ ring, count, sum: total }) => {
      const value = sum === undefined ? count : total;
      return value === null ? [] : [{ ring, count, value }];
    });
    const { classes, classOf } = classify(cells.map(({ value }) => value));
    return {
      cells: cells.map(({ ring, count, value }) => ({
        ring: [...ring, ...ring.slice(0, 1)].map(([lon, lat]) => [lon, lat]),
        count,
        value,
        class: classOf(value),
      })),
      classes: classes.map((each) => ({ ...each })),
      rows: cells.reduce((all, { count }) => all + count, 0),
      squareMetresACell: Math.round(squaresInHexagon * side * side),
      more: found.length > most,
    };
  },
  async timed({ layer, box, field }, context) {
    const most = setting(context, 'timed-features');
    const upload = uploadOf(layer);
    const { features, more } =
      upload === undefined
        ? await context.use(maps).timed(context.principal, layer, box, field, most)
        : timedOf(await shapesWith(context, upload, 'timeColumns', field), box, field, timedColour, most);
    return { features: features.map((each) => ({ ...each })), more };
  },
};
