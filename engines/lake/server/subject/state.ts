/** The state of subject tables in the catalogue: read before a build, written with its batch. */
import { createHash } from 'node:crypto';
import { sql, type Database } from '../../../store/index.ts';
import { SubjectPlan } from '../../subject.ts';
import type { DatasetRow, SubjectBuild, SubjectMatch, SubjectSummary } from '../../types.ts';
import { dependsOnDay } from './source-view.ts';

export interface SubjectState {
  readonly plan: SubjectPlan;
  readonly planDigest: string;
  readonly inputs: readonly string[];
  readonly decisions: string;
  readonly summary: SubjectSummary;
}

/** jsonb keeps no order of keys, so they are told in the order of their names. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

export function jsonDigest(value: unknown): string {
  return createHash('sm3').update(JSON.stringify(value, inOrder)).digest('hex');
}

export function planDigest(plan: SubjectPlan): string {
  // The form of the files is part of it: those of an older one are written anew.
  return jsonDigest({ ...SubjectPlan.parse(plan), form: 2 });
}

/** One text for what a dataset shows now; equal texts are equal rows. */
export function shownText(dataset: DatasetRow | undefined): string {
  if (dataset === undefined || dataset.file === null) return '';
  return [dataset.file, ...dataset.increments.map((each) => each.file)].join(' ');
}

export function inputsOf(
  plan: SubjectPlan,
  datasets: readonly (DatasetRow | undefined)[],
  day: string,
): readonly string[] {
  const files = datasets.map(shownText);
  return dependsOnDay(plan) ? [...files, day] : files;
}

export async function findState(db: Database, dataset: string): Promise<SubjectState | undefined> {
  const found = await sql<SubjectState>`select plan, plan_digest as "planDigest", inputs, decisions, summary
    from lake_subject where dataset = ${dataset}`.execute(db);
  const row = found.rows[0];
  return row === undefined ? undefined : { ...row, plan: SubjectPlan.parse(row.plan) };
}

export async function listPlans(db: Database): Promise<readonly SubjectPlan[]> {
  const found = await sql<{ plan: unknown }>`select plan from lake_subject order by dataset`.execute(db);
  return found.rows.map((row) => SubjectPlan.parse(row.plan));
}

/** Oldest first. */
export async function listBuilds(
  db: Database,
  dataset: string,
  most: number,
): Promise<readonly SubjectBuild[]> {
  const found =
    await sql<SubjectBuild>`select batch, at, rows, ended, conflicted, changed from lake_subject_build
    where dataset = ${dataset} order by batch desc limit ${most}`.execute(db);
  return found.rows.toReversed();
}

export async function listMatches(db: Database, dataset: string): Promise<readonly SubjectMatch[]> {
  const found =
    await sql<SubjectMatch>`select source, batch, row, mark, record, score, agrees, state from lake_subject_match
    where dataset = ${dataset} order by score desc, source, row`.execute(db);
  return found.rows;
}

export async function listRejected(
  db: Database,
  query: { readonly dataset: string; readonly source: string; readonly size: number; readonly page: number },
) {
  const found = await sql<{ batch: string; row: number; reason: string }>`select batch, row, reason
    from lake_subject_rejected where dataset = ${query.dataset} and source = ${query.source}
    order by batch, row limit ${query.size} offset ${(query.page - 1) * query.size}`.execute(db);
  return found.rows;
}
