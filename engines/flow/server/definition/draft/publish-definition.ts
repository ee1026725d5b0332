/** A checked draft becomes a version that never changes; a version is retired when no new case shall run on it. */
import type { Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { graphProcess } from '../../../../../kernel/graph-process.ts';
import type { Work } from '../../../../store/index.ts';
import { flowErrors } from '../../../contract.ts';
import { firstDrawnVersion } from '../../../process/version-title.ts';
import type { FlowTables } from '../../tables.ts';
import { type DraftSources, judgeDraft, lockDraft, type SeenDraft } from './keep-drafts.ts';

async function nextVersion(work: Work, type: string): Promise<number> {
  const last = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_definition')
    .select((each) => each.fn.max('version').as('version'))
    .where('type', '=', type)
    .executeTakeFirst();
  return Math.max(firstDrawnVersion, Number(last?.version ?? 0) + 1);
}

/**
 * Publishes; new cases run on it from the commit on, running ones stay on theirs. Throws flow.notChecked for a draft that changed since the
 * check, flow.notValid where the case type has changed under it meanwhile.
 */
export async function publishDraft(
  sources: DraftSources,
  principal: Principal,
  seen: SeenDraft,
  note: string,
): Promise<{ type: string; version: number }> {
  return sources.store.transaction(async (work) => {
    const row = await lockDraft(work, seen);
    if (row.checked !== row.revision) throw flowErrors.notChecked();
    const kind = sources.kinds.get(row.type);
    const { model, errors } = await judgeDraft(sources, kind, row.xml);
    if (model === undefined || errors > 0) throw flowErrors.notValid({ count: Math.max(1, errors) });
    const version = await nextVersion(work, row.type);
    const definition = graphProcess({ ...model, version }, { number: kind.process.number });
    const tables = work.db.withTables<FlowTables>();
    await tables
      .insertInto('flow_definition')
      .values({
        type: row.type,
        version,
        definition: JSON.stringify(definition),
        kept_at: work.now.toISOString(),
        xml: row.xml,
        state: 'published',
        published_by: principal.id,
        note,
        retired_by: null,
        retired_because: null,
      })
      .execute();
    await tables.deleteFrom('flow_draft').where('id', '=', row.id).execute();
    sources.access.audit(work, principal, {
      module: 'flow',
      event: 'config',
      objectType: 'process',
      objectId: row.type,
      result: 'success',
      detail: { act: 'publish', version },
    });
    work.afterCommit(() => sources.definitions.changed(row.type));
    return { type: row.type, version };
  });
}

/** Running cases go on. Throws flow.declaredVersion for one that came with the system, flow.versionGone for one that is retired already. */
export async function retireVersion(
  sources: DraftSources,
  principal: Principal,
  { type, version, reason }: { readonly type: string; readonly version: number; readonly reason: string },
): Promise<void> {
  if (version < firstDrawnVersion) throw flowErrors.declaredVersion();
  await sources.store.transaction(async (work) => {
    const tables = work.db.withTables<FlowTables>();
    const row = await tables
      .selectFrom('flow_definition')
      .select('state')
      .where('type', '=', type)
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw commonErrors.missing();
    if (row.state === 'retired') throw flowErrors.versionGone();
    await tables
      .updateTable('flow_definition')
      .set({ state: 'retired', retired_by: principal.id, retired_because: reason })
      .where('type', '=', type)
      .where('version', '=', version)
      .execute();
    sources.access.audit(work, principal, {
      module: 'flow',
      event: 'config',
      objectType: 'process',
      objectId: type,
      result: 'success',
      detail: { act: 'retire', version },
    });
    work.afterCommit(() => sources.definitions.changed(type));
  });
}
