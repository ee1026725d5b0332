/** How the columns and complaint kinds of the NYC 311 animal records become fields and matter classes of an import. */
import json from './nyc311-mapping.json' with { type: 'json' };
import type { Closeness } from './old-codes.ts';
import type { TableHead } from './table.ts';

export interface ImportField {
  /** Column title in the file. */
  readonly column: string;
  /** Field of the imported row. */
  readonly field: string;
  readonly type: 'text' | 'number' | 'local-time' | 'status';
  readonly meaning: string;
}

export interface ComplaintMapping {
  readonly complaintType: string;
  /** '*' stands for every other descriptor of the complaint type. */
  readonly descriptor: string;
  readonly matter: string | null;
  readonly closeness: Closeness;
  /** Why no case is filed; null when there is a matter class. */
  readonly reason: string | null;
}

export interface Nyc311Table extends TableHead {
  readonly dataset: string;
  /** IANA zone of the local times in the file. */
  readonly timeZone: string;
  /** The positions are outside the city: they are refused unless the importer is asked to place them anew. */
  readonly position: { readonly insideCity: boolean; readonly rule: string };
  readonly statuses: Readonly<Record<string, 'closed' | 'handling'>>;
  readonly fields: readonly ImportField[];
  readonly rows: readonly ComplaintMapping[];
}

export const nyc311Table: Nyc311Table = json as Nyc311Table;

/** The mapping of a complaint: its own row first, then the '*' of its type; undefined for an unknown type. */
export function findComplaintMapping(
  complaintType: string,
  descriptor: string,
): ComplaintMapping | undefined {
  const ofType = nyc311Table.rows.filter((row) => row.complaintType === complaintType.trim());
  return (
    ofType.find((row) => row.descriptor === descriptor.trim()) ?? ofType.find((row) => row.descriptor === '*')
  );
}
