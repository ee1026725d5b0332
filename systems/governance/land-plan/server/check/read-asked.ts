/** From what was sent, a drawing or a file and a declared datum, to one sound area of the city; or a refusal that says where. */
import { buffer } from 'node:stream/consumers';
import { locate } from '../../../../../city/places.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context } from '../../../../../kernel/system.ts';
import {
  type Datum,
  type DeclaredDatum,
  datums,
  FileProblem,
  type MultiPolygon,
  type ReadAreas,
  readAreas,
  readGeometry,
  shapeArea,
  type ShapeRemark,
  toShape,
} from '../../../../../engines/maps/index.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import type { Area } from '../../routes/shapes.ts';
import { setting } from '../setting.ts';

export interface AskedShape {
  readonly geometry?: Area | undefined;
  readonly file?: string | undefined;
  readonly row?: number | undefined;
  readonly datum?: Datum | undefined;
  readonly zone?: number | undefined;
  readonly statedArea?: number | undefined;
}

export interface ReadShape {
  readonly area: MultiPolygon;
  readonly declared: DeclaredDatum;
  readonly mended: readonly ShapeRemark[];
  /** Part of the stated area by which the drawn one differs, when it is too much. */
  readonly statedDifference: number | null;
}

const megabyte = 1_000_000;
const mostFeatures = 500_000;
/** Times that a zip may grow. */
const growth = 20;

/** The sender's own file, bounded, as areas. */
export async function readAreasFile(context: Context, id: string): Promise<ReadAreas> {
  const { files } = context.use(store);
  const file = await files.find(id);
  if (file === undefined || file.createdBy !== context.principal.id) throw commonErrors.missing();
  const megabytes = setting(context, 'upload-megabytes');
  if (file.size > megabytes * megabyte) throw errors.fileTooLarge({ megabytes });
  const bytes = new Uint8Array(await buffer(files.read(file)));
  try {
    return readAreas(bytes, { features: mostFeatures, bytes: megabytes * megabyte * growth });
  } catch (problem) {
    if (problem instanceof FileProblem) throw errors.fileRefused({ reason: problem.message });
    throw problem;
  }
}

/** What a person declares must agree with what the file says of itself. CGCS2000 and WGS84 are the same within centimetres. */
export function agreeDatum(asked: AskedShape, written: DeclaredDatum | undefined): DeclaredDatum {
  if (asked.datum === undefined) {
    if (written === undefined) throw errors.noDatum({}, [{ path: 'datum', message: '请选择坐标系' }]);
    return { ...written, zone: written.zone ?? asked.zone };
  }
  const isSame = (a: Datum, b: Datum) => a === b || (isGeodetic(a) && isGeodetic(b));
  const zoneDiffers = asked.zone !== undefined && written?.zone !== undefined && asked.zone !== written.zone;
  if (written !== undefined && (!isSame(asked.datum, written.datum) || zoneDiffers))
    throw errors.datumDiffers({ declared: wordsOf(asked), written: wordsOf(written) });
  return { datum: asked.datum, zone: asked.zone ?? written?.zone };
}

function isGeodetic(datum: Datum): boolean {
  return datum === 'cgcs2000' || datum === 'wgs84';
}

export function wordsOf({ datum, zone }: { datum?: Datum | undefined; zone?: number | undefined }): string {
  const title = datum === undefined ? '' : datums[datum];
  return datum === 'gauss-kruger' && zone !== undefined ? `${title} ${zone}带` : title;
}

export function refuseShape(wrong: readonly ShapeRemark[]): void {
  const [first] = wrong;
  if (first === undefined) return;
  const problems = wrong.map(({ path, message }) => ({ path: `geometry.${path}`, message }));
  throw errors.shapeRefused({ count: wrong.length, first: first.message }, problems);
}

async function givenShape(
  context: Context,
  asked: AskedShape,
): Promise<{ readonly given: MultiPolygon; readonly written: DeclaredDatum | undefined }> {
  if (asked.geometry !== undefined) {
    const given = readGeometry(asked.geometry);
    if (given === undefined) throw errors.notArea();
    // RFC 7946: a drawing that declares nothing is WGS84.
    return { given, written: asked.datum === undefined ? { datum: 'wgs84' } : undefined };
  }
  if (asked.file === undefined) throw errors.noShape();
  const { features, declared } = await readAreasFile(context, asked.file);
  if (features.length === 0) throw errors.noAreas();
  const chosen = asked.row === undefined ? features : features.filter(({ row }) => row === asked.row);
  const [only] = chosen;
  if (only === undefined || chosen.length > 1) throw errors.severalAreas({ count: features.length });
  return { given: only.shape, written: declared };
}

export async function readAsked(context: Context, asked: AskedShape): Promise<ReadShape> {
  const { given, written } = await givenShape(context, asked);
  const declared = agreeDatum(asked, written);
  const { shape, mended, wrong } = toShape(given, {
    declared,
    mostVertices: setting(context, 'most-vertices'),
    isInside: (lon, lat) => locate(lon, lat) !== undefined,
  });
  refuseShape(wrong);
  const part = asked.statedArea === undefined ? 0 : shapeArea(shape) / asked.statedArea - 1;
  const isFar = Math.abs(part) * 1000 > setting(context, 'area-permille');
  return { area: shape, declared, mended, statedDifference: isFar ? part : null };
}
