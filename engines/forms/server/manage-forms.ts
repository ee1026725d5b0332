/** A form's life: begun from the one in force or a JSON Schema, saved, published, ended. Each step is one transaction with its audit line. */
import { decisionMatches, type Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Work } from '../../store/service.ts';
import { formErrors } from '../errors.ts';
import { defaultForm } from '../form/default-form.ts';
import type { FormModel } from '../form/form-model.ts';
import { fromJsonSchema } from '../form/json-schema.ts';
import type { FormDeps } from './form-deps.ts';
import {
  currentOf,
  fieldsOf,
  getVersion,
  type KeptVersions,
  listVersions,
  tablesOf,
  type VersionRow,
} from './form-versions.ts';
import { judgeForm } from './judge-form.ts';

export interface Saved {
  readonly id: string;
  readonly revision: number;
}

export type FormManager = ReturnType<typeof manageForms>;

function asJson(model: FormModel): FormModel {
  return JSON.stringify(model) as unknown as FormModel;
}

export function manageForms(deps: FormDeps, versions: KeptVersions) {
  const { store, access, registers } = deps;

  /** A form holds for everybody who fills it in: only a reach over everything may touch one. */
  function requireReach(by: Principal, permission: 'design' | 'publish'): void {
    if (!decisionMatches(access.decide(by, `forms:${permission}`), {})) throw commonErrors.forbidden();
  }

  function audit(
    work: Work,
    by: Principal,
    event: 'create' | 'update' | 'delete' | 'config',
    id: string,
    step: string,
  ) {
    const entry = { module: 'forms', objectType: 'form-version', result: 'success' } as const;
    access.audit(work, by, { ...entry, event, objectId: id, detail: { step } });
  }

  async function lockDraft(work: Work, id: string, revision?: number): Promise<VersionRow> {
    const version = await getVersion(work.db, id, true);
    if (version.state !== 'draft') throw formErrors.notDraft();
    if (revision !== undefined && version.revision !== revision) throw commonErrors.stale();
    return version;
  }

  function firstModel(register: string, known: readonly VersionRow[], schema: unknown): FormModel {
    const fields = fieldsOf(registers, register);
    if (schema === undefined)
      return currentOf(known)?.model ?? defaultForm(registers.get(register).declaration.title, fields);
    const read = fromJsonSchema(schema, fields);
    if ('problems' in read) throw formErrors.schema({}, read.problems.slice(0, 50));
    return read.model;
  }

  async function begin(by: Principal, register: string, schema?: unknown): Promise<Saved> {
    requireReach(by, 'design');
    const id = newId();
    try {
      await store.transaction(async (work) => {
        const known = await listVersions(work.db, register);
        const model = firstModel(register, known, schema);
        await tablesOf(work.db)
          .insertInto('forms_version')
          .values({
            id,
            register,
            number: Math.max(0, ...known.map((each) => each.number)) + 1,
            state: 'draft',
            origin: 'people',
            model: asJson(model),
            revision: 1,
            changed_by: by.id,
            changed_at: work.now.toISOString(),
            published_at: null,
            retired_because: null,
          })
          .execute();
        audit(work, by, 'create', id, 'draft');
      });
    } catch (problem) {
      throw (problem as { code?: unknown }).code === '23505' ? formErrors.draftExists() : problem;
    }
    return { id, revision: 1 };
  }

  function save(by: Principal, given: Saved & { readonly model: FormModel }): Promise<Saved> {
    requireReach(by, 'design');
    return store.transaction(async (work) => {
      const version = await lockDraft(work, given.id, given.revision);
      const revision = version.revision + 1;
      await tablesOf(work.db)
        .updateTable('forms_version')
        .set({
          model: asJson(given.model),
          revision,
          changed_by: by.id,
          changed_at: work.now.toISOString(),
        })
        .where('id', '=', version.id)
        .execute();
      audit(work, by, 'update', version.id, 'save');
      return { id: version.id, revision };
    });
  }

  function discard(by: Principal, id: string): Promise<void> {
    requireReach(by, 'design');
    return store.transaction(async (work) => {
      await lockDraft(work, id);
      await tablesOf(work.db).deleteFrom('forms_version').where('id', '=', id).execute();
      audit(work, by, 'delete', id, 'discard');
    });
  }

  function publish(by: Principal, given: Saved): Promise<Saved> {
    requireReach(by, 'publish');
    return store.transaction(async (work) => {
      const version = await lockDraft(work, given.id, given.revision);
      const broken = judgeForm(deps, version.register, version.model).filter(
        ({ level }) => level === 'error',
      );
      if (broken.length > 0)
        throw formErrors.broken(
          { count: broken.length },
          broken.map(({ path, message }) => ({ path, message })),
        );
      const known = await listVersions(work.db, version.register);
      const others = known.filter(({ id }) => id !== version.id);
      const revision = version.revision + 1;
      await tablesOf(work.db)
        .updateTable('forms_version')
        .set({
          state: 'published',
          // A system may have brought a version along while the draft was in work.
          number: Math.max(0, ...others.map((each) => each.number)) + 1,
          revision,
          published_at: work.now.toISOString(),
        })
        .where('id', '=', version.id)
        .execute();
      audit(work, by, 'config', version.id, 'publish');
      work.afterCommit(() => versions.forget(version.register));
      return { id: version.id, revision };
    });
  }

  function retire(by: Principal, id: string, reason: string): Promise<void> {
    requireReach(by, 'publish');
    return store.transaction(async (work) => {
      const version = await getVersion(work.db, id, true);
      if (version.state !== 'published') throw formErrors.notInForce();
      await tablesOf(work.db)
        .updateTable('forms_version')
        .set({ state: 'retired', retired_because: reason })
        .where('id', '=', id)
        .execute();
      audit(work, by, 'config', id, 'retire');
      work.afterCommit(() => versions.forget(version.register));
    });
  }

  return { begin, save, discard, publish, retire };
}
