/** Moving running cases to another version of their process: what would go where, and doing it. */
import { z } from 'zod';
import { post } from '../../../kernel/contract.ts';
import { id, type } from './shapes.ts';

const version = z.number().int().min(1);
const node = z.string().min(1).max(120);
/** Node of the old version → node of the new one. */
const map = z.record(node, node).refine((given) => Object.keys(given).length <= 2000, '对应关系过多');

export const MigrationPreview = z.object({
  /** As given, or as suggested: the same ids, else the only node of the same kind and title. */
  map: z.record(z.string(), z.string()),
  /** Where cases stand first. */
  nodes: z.array(
    z.object({
      node: z.string(),
      title: z.string(),
      kindTitle: z.string(),
      /** Of those below. */
      cases: z.number().int(),
      to: z.string().nullable(),
      choices: z.array(z.object({ value: z.string(), title: z.string() })),
    }),
  ),
  cases: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      moves: z.array(z.object({ from: z.string(), to: z.string() })),
      /** Empty: it can go. */
      problems: z.array(z.string()),
    }),
  ),
  /** There are more behind the last one. */
  more: z.boolean(),
});
export type MigrationPreview = z.infer<typeof MigrationPreview>;

export const Migrated = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      done: z.boolean(),
      /** Why not. */
      message: z.string().nullable(),
    }),
  ),
});
export type Migrated = z.infer<typeof Migrated>;

export const migrationRoutes = {
  previewMigration: post('/processes/:type/migration-previews', {
    title: '预览在办案件迁移',
    allow: 'migrate-cases',
    input: z.object({ type, from: version, to: version, map: map.optional(), after: id.optional() }),
    output: MigrationPreview,
    rate: 60,
  }),
  migrateCases: post('/processes/:type/migrations', {
    title: '迁移在办案件',
    allow: 'migrate-cases',
    input: z.object({
      type,
      from: version,
      to: version,
      map,
      cases: z.array(id).min(1).max(200),
      reason: z.string().trim().min(2, '请填写迁移原因').max(200),
    }),
    output: Migrated,
    rate: 30,
  }),
};
