/** Rules of appraising archives, as data with their source. */
import json from './archives.json' with { type: 'json' };

export type Opinion = 'destroy' | 'extend' | 'permanent';

interface Archives {
  readonly source: string;
  readonly validFrom: string;
  readonly appraisal: {
    readonly leastAppraisers: number;
    readonly leastSupervisors: number;
    readonly extendYears: number;
    readonly mostItems: number;
  };
  readonly transfer: {
    readonly retentions: readonly string[];
    readonly mostItems: number;
    readonly mostBytes: number;
  };
  readonly decisions: readonly { readonly code: string; readonly name: string }[];
}

export const archives: Archives = json;

/** Everybody must want it destroyed; more than half may keep it for ever; else it is kept on. */
export function decideItem(opinions: readonly Opinion[]): Opinion {
  if (opinions.length > 0 && opinions.every((each) => each === 'destroy')) return 'destroy';
  const forEver = opinions.filter((each) => each === 'permanent').length;
  return forEver * 2 > opinions.length ? 'permanent' : 'extend';
}
