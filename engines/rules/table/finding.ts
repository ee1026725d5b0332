/** What the look-over of a decision table says. */

export type FindingKind = 'syntax' | 'type' | 'never' | 'gap' | 'overlap' | 'unreachable' | 'unchecked';

export interface Finding {
  readonly kind: FindingKind;
  /** An error stops publishing. */
  readonly severity: 'error' | 'warning';
  /** 1-based, as the desk numbers them; empty for the whole table. */
  readonly rows: readonly number[];
  /** The broken cell: 'inputs.0', 'outputs.1' (with the row), 'columns.inputs.0' for the column itself. */
  readonly cell?: string;
  readonly message: string;
  /** For a gap: the tests of a row that would close it. */
  readonly tests?: readonly string[];
}
