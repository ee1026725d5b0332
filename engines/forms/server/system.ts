/** Binds the routes of forms: filling in, drafts, paper, and a form's life from draft to its end. */
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract, { type FormLine, type VersionLine } from '../contract.ts';
import { formErrors } from '../errors.ts';
import { presetValues } from '../form/conclude-form.ts';
import { toJsonSchema } from '../form/json-schema.ts';
import { personOf } from './admit-values.ts';
import type { FormEngine } from './create-forms.ts';
import type { ReadCase } from './form-deps.ts';
import { currentOf, fieldsOf, getVersion, listVersions, type VersionRow } from './form-versions.ts';
import { judgeForm } from './judge-form.ts';
import { dropDraft, dropExpired, findDraft, keepDraft, placeOf } from './keep-drafts.ts';
import { manageForms } from './manage-forms.ts';
import { prefillValues } from './prefill-values.ts';
import { printForm } from './print-form.ts';

/** One kind of paper for each register: its owner decides. */
const paperName = (register: string) => `forms.print.${register}`;

const done = { done: true } as const;
const schemaType = 'application/schema+json; charset=utf-8';

/** A demo person who may design and publish forms (演示数据). */
async function makeDesigner({ access }: FormEngine['deps']): Promise<void> {
  const departments = await access.departments();
  const owner = departments.find(({ name }) => name.includes('数据资源')) ?? departments[0];
  if (owner === undefined) return;
  const posts = [{ role: 'forms:publisher', department: owner.id, area: owner.area }];
  await access.admin.createDemoPeople([
    { account: 'forms-designer', name: '演示表单设计员', kind: 'official', posts },
  ]);
}

/** `readCase`: who holds a part of a case may read what its page shows him, wherever its row lies. */
export function formsSystem(engine: FormEngine, readCase: ReadCase): System {
  const { deps, versions } = engine;
  const { store, access, registers } = deps;
  const manager = manageForms(deps, versions);

  /** Whoever may read or write rows of it may see how its form looks; nobody else. */
  function requireForm(principal: Principal, register: string): void {
    if (principal.kind === 'anonymous') throw commonErrors.unauthenticated();
    if (registers.find(register) === undefined) throw formErrors.unknownRegister();
    const may = (act: 'read' | 'write') => registers.decide(principal, register, act).permit;
    if (!may('read') && !may('write')) throw commonErrors.forbidden();
  }

  const isCase = (register: string) => registers.find(register)?.declaration.kind === 'case';

  /** Of one case, whoever is shown it; throws city.missing to all others. Of anything else, whoever has to do with the register. */
  async function requireShown(principal: Principal, register: string, row: string | undefined) {
    if (row === undefined || !isCase(register)) requireForm(principal, register);
    else await readCase(principal, register, row);
  }

  /** For a case that the caller is shown, the version that it began with; else the one in force. */
  async function modelFor(principal: Principal, register: string, row: string | undefined) {
    await requireShown(principal, register, row);
    return row !== undefined && isCase(register)
      ? versions.ofRow(store.db, register, row)
      : versions.current(register);
  }

  async function namesOf(rows: readonly VersionRow[]): Promise<ReadonlyMap<string, string>> {
    return access.namesOf([...new Set(rows.map((one) => one.changed_by))]);
  }

  function describe(
    version: VersionRow,
    current: string | undefined,
    names: ReadonlyMap<string, string>,
  ): VersionLine {
    return {
      id: version.id,
      number: version.number,
      state: version.state,
      current: version.id === current,
      origin: version.origin,
      title: version.model.title,
      revision: version.revision,
      changedBy: version.origin === 'system' ? '系统自带' : (names.get(version.changed_by) ?? ''),
      changedAt: new Date(version.changed_at).toISOString(),
      publishedAt: version.published_at === null ? null : new Date(version.published_at).toISOString(),
      retiredBecause: version.retired_because,
    };
  }

  function lineOf(
    register: string,
    own: readonly VersionRow[],
    names: ReadonlyMap<string, string>,
  ): FormLine {
    const { declaration, system } = registers.get(register);
    const current = currentOf(own);
    const draft = own.find(({ state }) => state === 'draft');
    return {
      register,
      title: declaration.title,
      kind: declaration.kind,
      systemTitle: access.contracts.find(({ id }) => id === system)?.title ?? system,
      current: current === undefined ? null : describe(current, current.id, names),
      draft: draft === undefined ? null : describe(draft, current?.id, names),
    };
  }

  access.exits.addPapers(
    Object.fromEntries(
      registers.all().map(({ id: register, declaration }) => [
        paperName(register),
        {
          title: `${declaration.title}（打印）`,
          owner: declaration.owner,
          approve: 'data-protection:approve-exports',
          module: 'forms',
          object: register,
          async make({ principal }: { readonly principal: Principal }, id: string, note: string) {
            await requireShown(principal, register, id);
            const { fileName, paper } = await printForm(engine, readCase, principal, register, id);
            const footer = note === '' ? paper.footer : note;
            const body = await deps.documents.renderPdf({ ...paper, footer });
            return { contentType: 'application/pdf', body, fileName };
          },
        },
      ]),
    ),
  );

  return defineSystem({
    contract,
    seed: () => makeDesigner(deps),
    jobs: { 'drop-drafts': { run: () => dropExpired(store), cron: '20 3 * * *' } },
    handlers: {
      async current({ register, row }, { principal }) {
        const found = await modelFor(principal, register, row);
        return { version: found?.id ?? null, model: found?.model ?? null };
      },
      async prefill({ register, row, values }, { principal }) {
        const found = await modelFor(principal, register, row);
        if (found === undefined) return { found: {} };
        const setting = engine.settingOf(register, found.model, personOf(principal));
        const asked = row === undefined ? { ...presetValues(setting), ...values } : values;
        return { found: { ...(await prefillValues(deps, principal, setting, asked)) } };
      },
      async readDraft({ register, row }, { principal }) {
        await requireShown(principal, register, row);
        return { draft: (await findDraft(deps, principal, placeOf(register, row))) ?? null };
      },
      async keepDraft({ register, row, values }, { principal }) {
        await requireShown(principal, register, row);
        const fields = fieldsOf(registers, register);
        const known = Object.entries(values).filter(
          ([name]) => Object.hasOwn(fields, name) && fields[name]?.managed !== true,
        );
        return keepDraft(deps, principal, placeOf(register, row), Object.fromEntries(known));
      },
      async dropDraft({ register, row }, { principal }) {
        await requireShown(principal, register, row);
        await dropDraft(store.db, principal, placeOf(register, row));
        return done;
      },
      async print({ register, id }, context) {
        await requireShown(context.principal, register, id);
        return access.exits.hand(context, paperName(register), id);
      },
      async list() {
        const all = await listVersions(store.db);
        const names = await namesOf(all);
        return {
          forms: registers.all().map(({ id }) =>
            lineOf(
              id,
              all.filter((one) => one.register === id),
              names,
            ),
          ),
        };
      },
      async detail({ register }, { principal }) {
        fieldsOf(registers, register);
        const own = await listVersions(store.db, register);
        const names = await namesOf(own);
        const current = currentOf(own)?.id;
        return {
          ...lineOf(register, own, names),
          fields: [...registers.fieldsOf(register)],
          versions: own.map((one) => describe(one, current, names)),
          may: { publish: access.decide(principal, 'forms:publish').permit },
        };
      },
      async version({ id }) {
        const version = await getVersion(store.db, id);
        const own = await listVersions(store.db, version.register);
        const line = describe(version, currentOf(own)?.id, await namesOf([version]));
        return { version: line, register: version.register, model: version.model };
      },
      async schema({ id }) {
        const { register, model, number } = await getVersion(store.db, id);
        const schema = toJsonSchema(model, fieldsOf(registers, register));
        return {
          contentType: schemaType,
          body: Buffer.from(JSON.stringify(schema, null, 2)),
          fileName: `${model.title}-第${number}版.schema.json`,
        };
      },
      begin: ({ register, schema }, { principal }) => manager.begin(principal, register, schema),
      check: ({ register, model }) => ({ problems: [...judgeForm(deps, register, model)] }),
      save: (input, { principal }) => manager.save(principal, input),
      async discard({ id }, { principal }) {
        await manager.discard(principal, id);
        return done;
      },
      publish: (input, { principal }) => manager.publish(principal, input),
      async retire({ id, reason }, { principal }) {
        await manager.retire(principal, id, reason);
        return done;
      },
    },
  });
}
