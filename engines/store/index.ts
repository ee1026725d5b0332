/** The store engine's surface. */
export { type RawBuilder, sql } from 'kysely';
export { samePlan } from './server/connection.ts';
export { inlineContentTypes, acceptedContentTypes } from './server/content-type.ts';
export { restoreBackup, type RestoreOptions } from './server/backup/restore-backup.ts';
export { type BackupOptions, writeBackup } from './server/backup/write-backup.ts';
export type { BackupEnvelope } from './server/backup/wrapping.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './server/embedded-postgres.ts';
export { gather } from './server/gather.ts';
export { type OpenStore, openStore, type StoreOptions, storeTables } from './server/open-store.ts';
export { type ScopeColumns, scopeCondition } from './server/scope-condition.ts';
export { Thread } from './server/threads/thread.ts';
export { ThreadPool } from './server/threads/thread-pool.ts';
export { defineTable, quoteName, shortName, type Table } from './server/table.ts';
export {
  type Consumer,
  type Database,
  type Files,
  type Settings,
  type JobContext,
  type Jobs,
  type JobState,
  type JobStatus,
  type Store,
  type StoredFile,
  store,
  type Work,
} from './service.ts';
