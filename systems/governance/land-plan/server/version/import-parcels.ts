/** Fills a draft version from a file: every area checked like a project's, all of it written or nothing. */
import { locate } from '../../../../../city/places.ts';
import { areaAtLevel } from '../../../../../kernel/area.ts';
import { commonErrors, type Problem } from '../../../../../kernel/errors.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import {
  boundsOf,
  type MultiPolygon,
  type ReadFeature,
  shapeArea,
  toGeoJson,
  toShape,
} from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { parcel } from '../../registers/parcel.ts';
import { planVersion } from '../../registers/plan-version.ts';
import type { versionRoutes } from '../../routes/version-routes.ts';
import { centimetres } from '../check/judge-area.ts';
import type { VersionRow } from '../check/find-parcels.ts';
import { agreeDatum, readAreasFile } from '../check/read-asked.ts';
import { setting } from '../setting.ts';

const mostProblems = 100;

export interface GivenParcel {
  readonly number: string;
  readonly name: string | null;
  readonly landUse: string | null;
  readonly shape: MultiPolygon;
}

/** Adds parcels to a locked draft; counts and area of the version follow. */
export async function writeParcels(
  services: Services,
  work: Work,
  by: string,
  version: VersionRow,
  given: readonly GivenParcel[],
): Promise<VersionRow> {
  const rows = services.use(registers);
  const before = version.parcels ?? 0;
  let squareMetres = version.squareMetres ?? 0;
  const values = given.map(({ number, name, landUse, shape }, index): RowInput<typeof parcel> => {
    const [west, south, east, north] = boundsOf(shape);
    const area = shapeArea(shape);
    squareMetres += area;
    const place = { lon: (west + east) / 2, lat: (south + north) / 2 };
    const found = locate(place.lon, place.lat);
    return {
      edition: version.id,
      line: version.line,
      serial: before + index + 1,
      number,
      name,
      landUse,
      county: found === undefined ? null : (areaAtLevel(found, 'county') ?? null),
      squareMetres: centimetres(area),
      west,
      south,
      east,
      north,
      place,
      shape: toGeoJson(shape),
    };
  });
  await rows.of(parcel).trusted.insertMany(work, by, values);
  return rows.of(planVersion).trusted.update(work, by, version, {
    parcels: before + values.length,
    squareMetres: centimetres(squareMetres),
  });
}

function textOf(feature: ReadFeature, name: string, longest: number): string | null {
  const value = name === '' ? null : feature.properties[name];
  return value === null || value === undefined || value === '' ? null : String(value).slice(0, longest);
}

interface Fields {
  readonly numberFrom: string;
  readonly nameFrom: string;
  readonly landUseFrom: string;
}

/** Parcels, how many shapes were mended, and what is wrong by row of the file. */
function readParcelsOf(
  context: Context,
  features: readonly ReadFeature[],
  wishes: Parameters<typeof toShape>[1],
  fields: Fields,
) {
  const { codeLists } = context.use(registers);
  const problems: Problem[] = [];
  const parcels: GivenParcel[] = [];
  let mended = 0;
  for (const feature of features) {
    if (problems.length >= mostProblems) break;
    const checked = toShape(feature.shape, wishes);
    const [wrong] = checked.wrong;
    const landUse = textOf(feature, fields.landUseFrom, 10);
    if (wrong !== undefined) {
      problems.push({ path: `rows.${feature.row}`, message: `第 ${feature.row} 行：${wrong.message}` });
    } else if (landUse !== null && !codeLists.has('land-plan land-uses', landUse)) {
      const message = `第 ${feature.row} 行：用地分类里没有“${landUse}”`;
      problems.push({ path: `rows.${feature.row}.landUse`, message });
    } else {
      if (checked.mended.length > 0) mended += 1;
      parcels.push({
        number: textOf(feature, fields.numberFrom, 60) ?? String(feature.row),
        name: textOf(feature, fields.nameFrom, 100),
        landUse,
        shape: checked.shape,
      });
    }
  }
  return { problems, parcels, mended };
}

export const importParcels: Handler<typeof versionRoutes.importParcels> = async (input, context) => {
  const { features, declared, problems: unread } = await readAreasFile(context, input.file);
  const wishes = {
    declared: agreeDatum(input, declared),
    mostVertices: setting(context, 'most-vertices'),
    isInside: (lon: number, lat: number) => locate(lon, lat) !== undefined,
  };
  const { problems, parcels, mended } = readParcelsOf(context, features, wishes, input);
  const wrong = [
    ...unread.map(({ row, message }) => ({ path: `rows.${row}`, message: `第 ${row} 行：${message}` })),
    ...problems,
  ].slice(0, mostProblems);
  if (wrong.length > 0) throw errors.parcelsRefused({ count: wrong.length }, wrong);
  if (parcels.length === 0) throw errors.noAreas();
  await context.use(store).transaction(async (work) => {
    const version = await context.use(registers).of(planVersion).trusted.lock(work, input.id);
    if (version === undefined) throw commonErrors.missing();
    if (version.status !== 'draft') throw errors.notDraft({ title: version.title });
    const most = setting(context, 'version-parcels');
    if ((version.parcels ?? 0) + parcels.length > most) throw errors.tooManyInVersion({ most });
    await writeParcels(context, work, context.principal.id, version, parcels);
  });
  return { parcels: parcels.length, mended };
};
