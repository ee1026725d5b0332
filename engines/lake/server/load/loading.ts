/** What one load carries from step to step, and where the lake lies. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { JobContext, Store } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import { type LakeField, LakeFields } from '../../field.ts';
import type { DatasetRow, Drift, LoadPlan } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import type { Sources } from '../source/open-sources.ts';
import type { Received } from '../source/received.ts';
import type { Judged } from './judged.ts';

export interface LoadDeps {
  readonly store: Store;
  readonly trust: TrustService;
  readonly duck: Duck;
  readonly sources: Sources;
  readonly report: (problem: unknown, where: string) => void;
}

export interface Loading {
  readonly deps: LoadDeps;
  readonly plan: LoadPlan;
  readonly by: string;
  readonly batch: string;
  readonly dataset: DatasetRow;
  readonly job: Pick<JobContext, 'signal' | 'progress'>;
  /** Of this batch alone; gone when it ends. */
  readonly folder: string;
  /** What is known of it so far, for a batch that ends badly too. */
  readonly found: { received?: Received; judged?: Judged; rawFile?: string };
}

/** Loads that add to what is there and go on from a mark. */
export function isIncremental(plan: LoadPlan): boolean {
  return plan.mode === 'key' || plan.mode === 'time' || plan.mode === 'messages';
}

export interface Made {
  readonly received: Received;
  readonly judged: Judged;
  readonly drift: readonly Drift[];
  readonly columns: DatasetRow['seen'];
  /** Rows in the file. */
  readonly rows: number;
  /** Relative to the lake's folder. */
  readonly file: string;
  /** Set when the file is added to those before instead of standing in their place. */
  readonly increment: { readonly replaced: number; readonly replacedFile: string } | undefined;
  readonly rawFile: string;
  /** Rows of before that the source no longer has, where the load compares. */
  readonly gone: number;
}

export function lakeFolder(store: Store): string {
  return path.resolve(store.dataDirectory, 'lake');
}

/** jsonb keeps no order of keys: the schema gives them back in its own. */
export function fieldsDigest(fields: readonly LakeField[]): string {
  return createHash('sm3')
    .update(JSON.stringify(LakeFields.parse(fields)))
    .digest('hex');
}
