/** The audit line of a thing model or a rule that somebody saved, new or anew. */
import type { AuditEntry } from '../../../access/index.ts';

export function savedEntry(
  objectType: 'thing-model' | 'rule',
  before: string | undefined,
  { id, version }: { readonly id: string; readonly version: number },
): AuditEntry {
  const event = before === undefined ? 'create' : 'update';
  return { module: 'telemetry', event, objectType, objectId: id, result: 'success', detail: { version } };
}
