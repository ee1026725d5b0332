/** Conditions over the fields of a register row, as data: lists, layers, indicators and drill-down share them, so a number and its rows agree. */

export type FieldTest =
  | {
      readonly field: string;
      readonly is: 'equal' | 'unequal' | 'less' | 'at-most' | 'more' | 'at-least';
      readonly value: string | number | boolean;
    }
  /** Compares with another field of the same row. */
  | { readonly field: string; readonly is: 'at-most-field' | 'more-than-field'; readonly other: string }
  | { readonly field: string; readonly is: 'one-of'; readonly value: readonly (string | number)[] }
  | { readonly field: string; readonly is: 'starts-with' | 'contains'; readonly value: string }
  | { readonly field: string; readonly is: 'filled' | 'empty' };

export type Filter =
  | FieldTest
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter };

/** No condition: every row. */
export const everyRow: Filter = { all: [] };
