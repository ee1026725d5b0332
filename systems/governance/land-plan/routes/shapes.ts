/** Parts that several routes share: a shape as it is sent, its datum, what a check found. */
import { z } from 'zod';
import { datumNames } from '../../../../engines/maps/contract.ts';
import { conclusions, relations } from '../data/conclusions.ts';
import { categories } from '../data/small-lists.ts';

function keysOf<T extends object>(table: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
}

const position = z.array(z.number()).min(2).max(4);
const ring = z.array(position).min(3).max(1_000_000);

/** GeoJSON (RFC 7946), in the declared datum. */
export const Area = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(10_000) }),
  z.object({
    type: z.literal('MultiPolygon'),
    coordinates: z.array(z.array(ring).min(1).max(10_000)).min(1).max(10_000),
  }),
]);
export type Area = z.infer<typeof Area>;

/** As an area goes out: CGCS2000 degrees. */
export const Drawn = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(z.array(z.number())))),
});
export type Drawn = z.infer<typeof Drawn>;

/** A shape is drawn, or comes in a file; a file of several plots wants the number of one. */
export const Asked = {
  geometry: Area.optional(),
  file: z.uuid().optional(),
  /** Row of the file, from 1. */
  row: z.number().int().min(1).optional(),
  datum: z.enum(datumNames).optional(),
  /** Of the three-degree zone, where eastings do not begin with it. */
  zone: z.number().int().min(25).max(45).optional(),
  /** Square metres that the sender says it has; a difference hints at a wrong datum. */
  statedArea: z.number().positive().max(1e11).optional(),
};

export const Category = z.enum(keysOf(categories));

export const Remark = z.object({
  message: z.string(),
  at: z.array(z.number()).nullable(),
});

export const ParcelFinding = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string().nullable(),
  landUse: z.string().nullable(),
  relation: z.enum(keysOf(relations)),
  squareMetres: z.number(),
  /** Mean width of the widest piece, metres. */
  width: z.number(),
});

export const LineFinding = z.object({
  line: z.string(),
  title: z.string(),
  colour: z.string(),
  version: z
    .object({ id: z.string(), title: z.string(), documentNumber: z.string(), effectiveFrom: z.string() })
    .nullable(),
  relation: z.enum(keysOf(relations)),
  /** Occupied; for the urban boundary what lies beyond it. Slivers are apart. */
  squareMetres: z.number(),
  mu: z.number(),
  share: z.number(),
  sliverSquareMetres: z.number(),
  conclusion: z.enum(keysOf(conclusions)),
  demand: z.string(),
  basis: z.string(),
  parcels: z.array(ParcelFinding),
  /** How many there are; `parcels` holds the largest. */
  parcelCount: z.number().int(),
  pieces: Drawn,
});
export type LineFinding = z.infer<typeof LineFinding>;

export const CheckResult = z.object({
  id: z.string(),
  title: z.string(),
  project: z.string().nullable(),
  checkedAt: z.string(),
  category: Category,
  conclusion: z.enum(keysOf(conclusions)),
  squareMetres: z.number(),
  mu: z.number(),
  county: z.string().nullable(),
  datum: z.string(),
  /** Null without a stated area. */
  statedDifference: z.number().nullable(),
  mended: z.array(Remark),
  shape: Drawn,
  findings: z.array(LineFinding),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const Done = z.object({ done: z.literal(true) });
