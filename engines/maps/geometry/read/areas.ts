/** What every reader of a file gives: areas with their attributes, the datum that the file names, and rows that are no areas. */
import type { DeclaredDatum } from '../read-datum.ts';
import type { MultiPolygon } from '../shapes.ts';

export interface ReadFeature {
  /** As people count them in the file, from 1. */
  readonly row: number;
  readonly properties: Readonly<Record<string, string | number | null>>;
  /** In the file's own coordinates; rings as they stand, closed or not. */
  readonly shape: MultiPolygon;
}

export interface ReadAreas {
  readonly features: readonly ReadFeature[];
  /** Datum that the file itself names. */
  readonly declared: DeclaredDatum | undefined;
  /** Rows that are no areas. */
  readonly problems: readonly { readonly row: number; readonly message: string }[];
}

export interface ReadLimits {
  readonly features: number;
  /** Of everything inside a zip. */
  readonly bytes: number;
}
