/** What columns of marts are made of, for whoever grades or hides those. */
import { sql, type Database } from '../../../store/index.ts';
import type { MartColumn, MartOrigin, MartPlan } from '../../mart.ts';
import { LakeFields } from '../../field.ts';

interface Kept {
  readonly dataset: string;
  readonly plan: MartPlan;
  readonly columns: readonly MartColumn[];
}

/** Rows are known by their keys: how many there are of one is told of these. */
async function keysOf(db: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await sql<{ id: string; fields: unknown }>`select id, fields from lake_dataset`.execute(db);
  return new Map(
    found.rows.map(({ id, fields }) => [
      id,
      (LakeFields.safeParse(fields).data ?? []).flatMap((field) => (field.key ? field.name : [])),
    ]),
  );
}

export async function listOrigins(db: Database): Promise<readonly MartOrigin[]> {
  const kept = await sql<Kept>`select dataset, plan, columns from lake_mart order by dataset`.execute(db);
  if (kept.rows.length === 0) return [];
  const keys = await keysOf(db);
  return kept.rows.flatMap(({ dataset, plan, columns }) =>
    columns
      .filter(({ figure }) => figure !== true)
      .map(({ field, how, origins }) => ({
        dataset,
        field,
        origins: [
          ...origins.flatMap((origin) =>
            origin.field === '*'
              ? (keys.get(origin.dataset) ?? []).map((key) => ({ dataset: origin.dataset, field: key }))
              : [origin],
          ),
          // The statement does not tell: it may be any column of any input.
          ...(how === 'unknown' ? plan.inputs.map((input) => ({ dataset: input.dataset, field: null })) : []),
        ],
      })),
  );
}
