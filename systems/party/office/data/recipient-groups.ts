/** Groups of units that follow from kind and level, as data with their source. */
import type { AreaLevel } from '../../../../kernel/area.ts';
import json from './recipient-groups.json' with { type: 'json' };

export interface GroupRule {
  readonly code: string;
  readonly name: string;
  /** Of the department. */
  readonly kind: string;
  /** Of its area; 'same' is the level of the organ that asks. */
  readonly level: AreaLevel | 'same';
}

export const groupRules: readonly GroupRule[] = json.rows as readonly GroupRule[];
