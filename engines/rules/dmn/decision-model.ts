/** A decision model of DMN 1.3 as plain data, fit for JSON: decisions, what they require, and their boxed expressions. */
import type { FeelType } from '../feel/feel-value.ts';
import type { DecisionTable } from '../table/decision-table.ts';

/** An item definition (DMN 1.3, 7.3.2) resolved to what the engine checks. */
export interface ItemType {
  readonly base: FeelType | 'context';
  readonly list: boolean;
  readonly parts?: Readonly<Record<string, ItemType>>;
  /** Unary tests. */
  readonly allowed?: string;
}

/** A named thing with the name of its type; the type is looked up in the model. */
export interface Variable {
  readonly name: string;
  readonly type: ItemType;
}

/** Boxed expressions, DMN 1.3 clause 7.3 and 10.2. */
export type Logic =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly table: DecisionTable;
      /** Allowed values by the type of each output, empty for none: JSON has no undefined. */
      readonly priorities: readonly string[];
    }
  | { readonly kind: 'invocation'; readonly callee: Logic; readonly bindings: readonly NamedLogic[] }
  /** An entry without a name gives the value of the whole. */
  | { readonly kind: 'context'; readonly entries: readonly NamedLogic[] }
  | { readonly kind: 'list'; readonly items: readonly Logic[] }
  | {
      readonly kind: 'relation';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Logic[])[];
    }
  | { readonly kind: 'function'; readonly parameters: readonly Variable[]; readonly body: Logic };

export interface NamedLogic {
  readonly name: string;
  readonly logic: Logic;
}

export interface InputData {
  readonly id: string;
  readonly variable: Variable;
}

export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly variable: Variable;
  /** Ids of what stands below it in the requirements graph. */
  readonly inputs: readonly string[];
  readonly decisions: readonly string[];
  readonly functions: readonly string[];
  /** Undefined for a decision without logic, which people take by themselves. */
  readonly logic: Logic | undefined;
}

export interface BusinessKnowledge {
  readonly id: string;
  readonly name: string;
  readonly functions: readonly string[];
  readonly logic: Extract<Logic, { kind: 'function' }>;
}

export interface DecisionModel {
  readonly name: string;
  readonly inputs: readonly InputData[];
  readonly decisions: readonly Decision[];
  readonly functions: readonly BusinessKnowledge[];
}
