/** What every reader of a file gives: shapes with their attributes, the datum that the file names, and rows that are none. */
import type { DeclaredDatum } from '../read-datum.ts';
import type { MultiPolygon, Position } from '../shapes.ts';

export type Attributes = Readonly<Record<string, string | number | null>>;

/** In the file's own coordinates; rings as they stand, closed or not. */
export type ReadGeometry =
  | { readonly kind: 'point'; readonly places: readonly Position[] }
  | { readonly kind: 'line'; readonly paths: readonly (readonly Position[])[] }
  | { readonly kind: 'area'; readonly shape: MultiPolygon };

export interface RowProblem {
  readonly row: number;
  readonly message: string;
}

export interface ReadRow {
  /** As people count them in the file, from 1. */
  readonly row: number;
  readonly properties: Attributes;
  readonly geometry: ReadGeometry;
}

export interface ReadLayer {
  readonly rows: readonly ReadRow[];
  /** Datum that the file itself names. */
  readonly declared: DeclaredDatum | undefined;
  readonly problems: readonly RowProblem[];
  /** Outlines of pictures reach over the border: they must meet the city, not lie in it. */
  readonly meetsOnly?: boolean;
}

export interface ReadFeature {
  readonly row: number;
  readonly properties: Attributes;
  readonly shape: MultiPolygon;
}

export interface ReadAreas {
  readonly features: readonly ReadFeature[];
  readonly declared: DeclaredDatum | undefined;
  /** Rows that are no areas. */
  readonly problems: readonly RowProblem[];
}

export interface ReadLimits {
  readonly features: number;
  /** Of everything inside a zip. */
  readonly bytes: number;
}

/** Points and lines become problems, for whoever wants land. */
export function areasOf({ rows, declared, problems }: ReadLayer, notArea: string): ReadAreas {
  const features: ReadFeature[] = [];
  const others: RowProblem[] = [];
  for (const { row, properties, geometry } of rows) {
    if (geometry.kind === 'area') features.push({ row, properties, shape: geometry.shape });
    else others.push({ row, message: notArea });
  }
  return { features, declared, problems: [...problems, ...others].sort((a, b) => a.row - b.row) };
}
