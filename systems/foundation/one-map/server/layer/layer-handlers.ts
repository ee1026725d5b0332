/** Shows, draws, changes and takes down uploaded layers, each for whoever the layer is shared with. */
import { access } from '../../../../../engines/access/service.ts';
import type { DrawnShape } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { layer } from '../../registers/layer.ts';
import type { layerRoutes } from '../../routes/layer-routes.ts';
import { departmentName, knownDepartments, ownsFor, textsOf } from '../names.ts';
import { importLayer, readFile, toGeometry } from './import-layer.ts';
import { classOfShape, type LayerStyle, makeStyle, styleOf } from './style-layer.ts';
import { findLayer, type KeptShape, keyOf, type LayerRow, memoryOf, shapesOf } from './uploaded.ts';

const pageSize = 50;

export function ownsLayer(context: Context, row: LayerRow): boolean {
  return ownsFor(context.use(access).decide(context.principal, 'one-map:import'), row.department);
}

type Plain = Record<string, string | number | null>;

function propertiesOf({ row }: KeptShape): Plain {
  return (row.properties ?? {}) as Plain;
}

function drawn(shape: KeptShape, { heightColumn }: LayerRow, style: LayerStyle | undefined): DrawnShape {
  const place = style && classOfShape(style, shape);
  const height = heightColumn === null ? undefined : Number(propertiesOf(shape)[heightColumn] ?? Number.NaN);
  return {
    kind: shape.geometry.kind,
    geometry: toGeometry(shape.geometry) as DrawnShape['geometry'],
    tags: {
      id: shape.row.id,
      title: shape.row.title ?? '',
      ...(height !== undefined && height > 0 ? { height } : {}),
      ...(place === undefined ? {} : { class: place }),
    },
  };
}

/** The row to change. Throws one-map.noLayer, one-map.notOwner, city.stale. */
export async function ownLayer(context: Context, id: string, version: number): Promise<LayerRow> {
  const row = await findLayer(context, context.principal, id);
  if (!ownsLayer(context, row)) throw errors.notOwner();
  if (row.version !== version) throw commonErrors.stale();
  return row;
}

async function newStyle(context: Context, row: LayerRow, column: string): Promise<LayerStyle> {
  if (!textsOf(row.columns).includes(column))
    throw commonErrors.invalid({}, [{ path: 'styleColumn', message: '图层没有这个字段' }]);
  const isNumber = textsOf(row.numberColumns).includes(column);
  return makeStyle(column, isNumber, await shapesOf(context, row));
}

export const layerHandlers: Handlers<typeof layerRoutes> = {
  readFile,
  importLayer,
  async layer({ id }, context) {
    const row = await findLayer(context, context.principal, id);
    return {
      id: row.id,
      version: row.version,
      title: row.title,
      department: row.department,
      departmentName: departmentName(row.department),
      sharedWith: textsOf(row.sharedWith).map((one) => ({ id: one, name: departmentName(one) })),
      note: row.note ?? '',
      kind: row.kind ?? 'mixed',
      datum: row.datum ?? 'wgs84',
      fileName: row.fileName ?? '',
      columns: [...textsOf(row.columns)],
      titleColumn: row.titleColumn,
      colour: row.colour ?? '#1677ff',
      styleColumn: styleOf(row)?.column ?? '',
      labelled: row.labelled ?? false,
      features: row.features ?? 0,
      skipped: row.skipped ?? 0,
      box: [row.west ?? 0, row.south ?? 0, row.east ?? 0, row.north ?? 0],
      createdAt: row.createdAt,
      own: ownsLayer(context, row),
    };
  },
  async features({ id, page, feature }, context) {
    const row = await findLayer(context, context.principal, id);
    const all = await shapesOf(context, row);
    const found = feature === undefined ? all : all.filter((shape) => shape.row.id === feature);
    return {
      total: found.length,
      rows: found.slice((page - 1) * pageSize, page * pageSize).map((shape) => ({
        id: shape.row.id,
        serial: shape.row.serial,
        title: shape.row.title ?? '',
        kind: shape.row.kind,
        lon: shape.row.place?.lon ?? 0,
        lat: shape.row.place?.lat ?? 0,
        measure: shape.row.measure,
        properties: propertiesOf(shape),
      })),
    };
  },
  async layerTile({ id, z, x, y }, context) {
    const row = await findLayer(context, context.principal, id);
    if (x >= 2 ** z || y >= 2 ** z) throw commonErrors.invalid({}, [{ path: 'z', message: '没有这张瓦片' }]);
    const { body, etag } = await memoryOf(context).tiles.tile(keyOf(row), z, x, y, async () =>
      (await shapesOf(context, row)).map((shape) => drawn(shape, row, styleOf(row))),
    );
    return {
      contentType: 'application/vnd.mapbox-vector-tile',
      body,
      // The browser keeps it but asks each time: the next request may come from another person on the same machine.
      headers: { 'content-encoding': 'gzip', 'cache-control': 'private, no-cache', vary: 'cookie', etag },
    };
  },
  async changeLayer({ id, version, title, note, colour, sharedWith, styleColumn, labelled }, context) {
    const row = await ownLayer(context, id, version);
    const style = styleColumn === '' ? null : await newStyle(context, row, styleColumn);
    await context.use(store).transaction((work) =>
      context
        .use(registers)
        .of(layer)
        .trusted.update(work, context.principal.id, row, {
          title,
          note: note || null,
          colour,
          style,
          labelled,
          sharedWith: knownDepartments(sharedWith),
        }),
    );
    return { done: true as const };
  },
  async withdrawLayer({ id, version, reason }, context) {
    const row = await ownLayer(context, id, version);
    await context.use(store).transaction((work) =>
      context.use(registers).of(layer).trusted.update(work, context.principal.id, row, {
        withdrawnAt: context.now.toISOString(),
        withdrawReason: reason,
      }),
    );
    return { done: true as const };
  },
};
