/** From a sent file and a chosen datum to sound shapes of the city, or the rows that are wrong; nothing is written here. */
import { buffer } from 'node:stream/consumers';
import { cityOutline } from '../../../../../city/outlines.ts';
import { locate } from '../../../../../city/places.ts';
import { idCardProblem } from '../../../../../kernel/check-characters.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context } from '../../../../../kernel/system.ts';
import {
  type Attributes,
  type Datum,
  DatumProblem,
  type DeclaredDatum,
  datums,
  FileProblem,
  intersectShapes,
  isTiff,
  type MultiPolygon,
  NoPlaceColumns,
  type Position,
  readAddresses,
  readGeoTiff,
  readShapes,
  type ReadGeometry,
  type ReadLayer,
  toDegrees,
  toShape,
} from '../../../../../engines/maps/index.ts';
import { store, type StoredFile } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';
import { placeRows } from './place-rows.ts';

export interface SentFile {
  readonly file: string;
  readonly datum?: Datum | undefined;
  readonly zone?: number | undefined;
  readonly xColumn?: string | undefined;
  readonly yColumn?: string | undefined;
  readonly addressColumn?: string | undefined;
}

export interface SoundRow {
  readonly row: number;
  readonly properties: Attributes;
  readonly geometry: ReadGeometry;
}

export interface RowProblem {
  readonly row: number;
  readonly message: string;
}

const megabyte = 1_000_000;
const longestText = 500;
const mostColumns = 60;

const headBytes = 16;

async function readFound(context: Context, file: StoredFile, sent: SentFile): Promise<ReadLayer> {
  const { files } = context.use(store);
  const readPart = (at: number, length: number) => files.readPart(file, at, length);
  // Of a picture only the header is read, so it may be as large as the store takes.
  if (isTiff(await readPart(0, headBytes)))
    return readGeoTiff({ size: file.size, read: readPart }, file.name);
  const megabytes = setting(context, 'upload-megabytes');
  if (file.size > megabytes * megabyte) throw errors.fileTooLarge({ megabytes });
  const bytes = new Uint8Array(await buffer(files.read(file)));
  const limits = {
    features: setting(context, 'layer-features'),
    bytes: setting(context, 'unpacked-megabytes') * megabyte,
  };
  if (sent.addressColumn) return placeRows(context, readAddresses(bytes, limits, sent.addressColumn));
  return readShapes(bytes, limits, { x: sent.xColumn, y: sent.yColumn });
}

export interface Sent {
  readonly name: string;
  readonly layer: ReadLayer;
  /** Columns of a table that has no coordinates; the layer is empty then. */
  readonly withoutPlaces?: readonly string[];
}

const nothing: ReadLayer = { rows: [], problems: [], declared: { datum: 'cgcs2000' } };

/** The sender's own file, bounded. */
export async function readSent(context: Context, sent: SentFile): Promise<Sent> {
  const file = await context.use(store).files.find(sent.file);
  if (file === undefined || file.createdBy !== context.principal.id) throw commonErrors.missing();
  try {
    return { name: file.name, layer: await readFound(context, file, sent) };
  } catch (problem) {
    if (problem instanceof NoPlaceColumns)
      return { name: file.name, layer: nothing, withoutPlaces: problem.columns };
    if (problem instanceof FileProblem) throw errors.fileRefused({ reason: problem.message });
    throw problem;
  }
}

function isGeodetic(datum: Datum): boolean {
  return datum === 'cgcs2000' || datum === 'wgs84';
}

/**
 * What the sender chooses must agree with what the file says of itself; a file that says nothing wants a choice. KML and GPX are WGS84 by their
 * standard, yet software of the trade writes shifted coordinates into them, so there the choice stands.
 */
export function agreeDatum(sent: SentFile, { declared }: ReadLayer, name: string): DeclaredDatum {
  if (sent.datum === undefined) {
    if (declared === undefined) throw errors.noDatum({}, [{ path: 'datum', message: '请选择坐标系' }]);
    return { ...declared, zone: declared.zone ?? sent.zone };
  }
  const isSame =
    declared === undefined ||
    sent.datum === declared.datum ||
    (isGeodetic(sent.datum) && isGeodetic(declared.datum));
  const isByStandard = declared?.datum === 'wgs84' && /\.(?:kml|kmz|gpx|txt|zip)$/i.test(name);
  if (!isSame && !isByStandard)
    throw errors.datumDiffers({ declared: datums[sent.datum], written: datums[declared.datum] });
  return { datum: sent.datum, zone: sent.zone ?? declared?.zone };
}

function degreesOf(places: readonly Position[], declared: DeclaredDatum): readonly Position[] {
  return places.map((at) => toDegrees(at, declared));
}

function strays(places: readonly Position[]): string | undefined {
  const outside = places.filter(([lon, lat]) => locate(lon, lat) === undefined);
  const [first] = outside;
  if (first === undefined) return undefined;
  const [lon, lat] = first;
  return `${outside.length} 个点不在本市范围内（第一个在东经 ${lon.toFixed(5)}°、北纬 ${lat.toFixed(5)}°），请核对坐标系和经纬度次序`;
}

const cityShape = cityOutline.geometry.coordinates as unknown as MultiPolygon;

/** The outline of a picture, which reaches over the border of the city that it shows. */
function toFootprint(
  shape: MultiPolygon,
  declared: DeclaredDatum,
  mostVertices: number,
): ReadGeometry | string {
  const checked = toShape(shape, { declared, mostVertices, isInside: () => true });
  const [wrong] = checked.wrong;
  if (wrong !== undefined) return wrong.message;
  if (intersectShapes(checked.shape, cityShape).length === 0)
    return '影像范围不在本市，请核对坐标系、带号和坐标次序';
  return { kind: 'area', shape: checked.shape };
}

/** The shape in degrees, or what is wrong with it. */
function toSound(
  geometry: ReadGeometry,
  declared: DeclaredDatum,
  mostVertices: number,
  meetsOnly: boolean,
): ReadGeometry | string {
  if (geometry.kind === 'area') {
    if (meetsOnly) return toFootprint(geometry.shape, declared, mostVertices);
    const isInside = (lon: number, lat: number) => locate(lon, lat) !== undefined;
    const checked = toShape(geometry.shape, { declared, mostVertices, isInside });
    return checked.wrong[0]?.message ?? { kind: 'area', shape: checked.shape };
  }
  try {
    if (geometry.kind === 'point') {
      const places = degreesOf(geometry.places, declared);
      return strays(places) ?? { kind: 'point', places };
    }
    const vertices = geometry.paths.reduce((sum, path) => sum + path.length, 0);
    if (vertices > mostVertices) return `共 ${vertices} 个点，超过 ${mostVertices} 个`;
    const paths = geometry.paths.map((path) => degreesOf(path, declared));
    return strays(paths.flat()) ?? { kind: 'line', paths };
  } catch (problem) {
    if (problem instanceof DatumProblem) return problem.message;
    throw problem;
  }
}

/** Database texts hold no NUL, and a page no novel. */
function plain(properties: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(properties)
      .slice(0, mostColumns)
      .map(([name, value]) => [
        name.replaceAll('\0', '').slice(0, 100),
        typeof value === 'string' ? value.replaceAll('\0', '').slice(0, longestText) : value,
      ]),
  );
}

export function soundRows(
  { rows, meetsOnly = false }: Pick<ReadLayer, 'rows' | 'meetsOnly'>,
  declared: DeclaredDatum,
  mostVertices: number,
): { readonly sound: readonly SoundRow[]; readonly problems: readonly RowProblem[] } {
  const sound: SoundRow[] = [];
  const problems: RowProblem[] = [];
  for (const { row, properties, geometry } of rows) {
    const found = toSound(geometry, declared, mostVertices, meetsOnly);
    if (typeof found === 'string') problems.push({ row, message: found });
    else sound.push({ row, properties: plain(properties), geometry: found });
  }
  return { sound, problems };
}

const mobile = /(?<!\d)1[3-9]\d{9}(?!\d)/;
const citizenNumber = /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g;

function isPersonal(value: string | number | null): boolean {
  if (value === null) return false;
  const text = String(value);
  return (
    mobile.test(text) ||
    [...text.matchAll(citizenNumber)].some(([found]) => idCardProblem(found.toUpperCase()) === undefined)
  );
}

/**
 * Columns in which a citizen's number or a mobile number stands. What a layer says, everybody it is shared with sees whole and at once:
 * persons belong into a register, where their fields are masked, sealed and looked at for a reason.
 */
export function personalColumns(rows: readonly { readonly properties: Attributes }[]): readonly string[] {
  const found = new Set<string>();
  for (const { properties } of rows)
    for (const [name, value] of Object.entries(properties))
      if (!found.has(name) && isPersonal(value)) found.add(name);
  return [...found];
}

export function columnsOf(rows: readonly { readonly properties: Attributes }[]): readonly string[] {
  const names = new Set<string>();
  for (const { properties } of rows) for (const name of Object.keys(properties)) names.add(name);
  return [...names].slice(0, mostColumns);
}
