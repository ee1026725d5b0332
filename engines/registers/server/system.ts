/** The handlers behind the registers contract. */
import { sql } from 'kysely';
import { systemPrincipal } from '../../access/index.ts';
import type { SearchHit } from '../../search/service.ts';
import { scopeCondition } from '../../store/index.ts';
import { z } from 'zod';
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract from '../contract.ts';
import type { ListReply, RowReply } from '../routes/row-routes.ts';
import type { FieldInfo, RegisterReply } from '../routes/catalogue-routes.ts';
import type { ListQuery } from '../service.ts';
import type { Desk, RegisterEngine } from './create-registers.ts';
import { manageExports } from './export/export-rows.ts';
import { rowSchema } from './field/row-schema.ts';
import { mostProblems, sheetShape } from './import/run-check.ts';
import { manageImports } from './import/manage-imports.ts';
import { decisionForRow, type PlainRow, requireAct, type RowContext } from './row/row-context.ts';
import { scopeFollower } from './row/follow-scopes.ts';
import { retentionActions, retentionSource } from './retention/retention-actions.ts';
import { previewRetention, showRetention } from './retention/count-due.ts';
import { destroyDue } from './retention/keep-rows.ts';
import { rowHistory } from './row/row-history.ts';
import { convertPlain } from './sealed/keep-sealed.ts';
import { rowLabels, withTitles } from './row/row-labels.ts';
import { describeRegister } from './shape/describe-register.ts';
import { errorWorkbook, templateWorkbook, xlsxType } from './sheet/write-sheet.ts';

const done = { done: true } as const;

/** A query without the keys that were not given: `undefined` is no value under exact optional types. */
function queryOf<T extends object>(given: T): ListQuery {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function asReply(row: PlainRow): RowReply {
  return row as unknown as RowReply;
}

/** Registers whose search entries hold nothing that is masked for this caller. */
function searchable(engine: RegisterEngine, principal: Principal) {
  return engine.desks().flatMap(({ context }) => {
    const { shape } = context;
    const decision = engine.service.decide(principal, shape.info.id, 'read');
    if (!decision.permit || shape.searchable.length === 0) return [];
    const hidden = context.hidden(decision).names;
    const indexed = shape.searchable.filter((each) => each.class === 'public' || each.class === 'internal');
    const open =
      indexed.length > 0 &&
      !indexed.some((each) => hidden.has(each.name)) &&
      !hidden.has(shape.info.declaration.titleField);
    return open ? [{ register: shape.info.id, decision }] : [];
  });
}

/** The index may be moments behind a row's unit or area, so the rows themselves say which hits the decision reaches. */
async function rowsWithin(
  engine: RegisterEngine,
  principal: Principal,
  hits: readonly SearchHit[],
): Promise<ReadonlySet<string>> {
  const reachable = new Set<string>();
  for (const register of new Set(hits.map((hit) => hit.register))) {
    const { shape } = engine.desk(register).context;
    const decision = engine.service.decide(principal, register, 'read');
    const ids = hits.filter((hit) => hit.register === register).map((hit) => hit.id);
    const rows = await sql<{ id: string }>`select id from ${shape.table}
      where id = any(${ids}::uuid[]) and ${scopeCondition(decision, shape.scope)}`.execute(
      engine.deps.store.db,
    );
    for (const { id } of rows.rows) reachable.add(id);
  }
  return reachable;
}

async function searchAll(engine: RegisterEngine, principal: Principal, text: string, limit: number) {
  const within = searchable(engine, principal);
  if (engine.deps.search === undefined || within.length === 0) return { hits: [] };
  const found = await engine.deps.search.search({ text, within, limit });
  const reachable = await rowsWithin(engine, principal, found);
  const hits = found.filter(({ id }) => reachable.has(id));
  return {
    hits: hits.map(({ register, id, title }) => {
      const info = engine.service.get(register);
      return { register, registerTitle: info.declaration.title, system: info.system, id, title };
    }),
  };
}

async function templateOf(engine: RegisterEngine, principal: Principal, desk: Desk) {
  const { context } = desk;
  requireAct(context, principal, 'import');
  const sheet = sheetShape(desk, engine.sinkOf(context.shape.info.id)?.managed ?? []);
  const departments = await engine.deps.access.departments();
  const columns = await Promise.all(
    sheet.fields.map(async ({ name, field }) => {
      const entries = field.codeList === undefined ? [] : await engine.codeLists.list(field.codeList);
      const valid = entries
        .filter((each) => engine.codeLists.has(each.list, each.code))
        .map((each) => each.name);
      const choices: Readonly<Record<string, readonly string[]>> = {
        code: valid,
        codes: valid,
        department: departments.map((each) => each.name),
        boolean: ['是', '否'],
      };
      return { name, field, choices: choices[field.type] ?? [] };
    }),
  );
  const { title } = context.shape.info.declaration;
  return {
    contentType: xlsxType,
    fileName: `${title}导入模板.xlsx`,
    body: await templateWorkbook(title, columns),
  };
}

function catalogueOf(engine: RegisterEngine, principal: Principal): RegisterReply[] {
  return engine.desks().flatMap(({ context }) => {
    const decision = engine.service.decide(principal, context.shape.info.id, 'read');
    return decision.permit ? [describeRegister(engine, principal, context.shape, decision)] : [];
  });
}

async function withChoices({ titles }: RowContext, fields: readonly FieldInfo[]): Promise<FieldInfo[]> {
  const choices = (await titles()?.choices()) ?? {};
  return fields.map((field) => {
    const named = choices[field.name];
    if (named === undefined) return field;
    return { ...field, choices: Object.entries(named).map(([value, title]) => ({ value, title })) };
  });
}

/** Binds the routes; the jobs of imports and exports are declared here, so call it before the store begins. */
export function registersSystem(engine: RegisterEngine): System {
  engine.deps.store.consume(scopeFollower(engine));
  const imports = manageImports(engine);
  const exports = manageExports(engine);

  return defineSystem({
    contract,
    // After the audit's own, when few people write.
    jobs: {
      destroy: { cron: '10 4 * * *', run: () => destroyDue(engine.keeping, systemPrincipal) },
      convert: {
        cron: '40 4 * * *',
        run: () =>
          convertPlain(
            engine.deps.store,
            engine.deps.vault,
            engine.desks().map(({ context }) => context.shape),
          ),
      },
    },
    load: () => engine.codeLists.loadNames(retentionActions, retentionSource),
    handlers: {
      catalogue: (_input, { principal }) => ({ registers: catalogueOf(engine, principal) }),
      async describe({ register }, { principal }) {
        const { context } = engine.desk(register);
        const decision = requireAct(context, principal, 'read');
        const schema = z.toJSONSchema(rowSchema(context.shape)) as Record<string, unknown>;
        const described = describeRegister(engine, principal, context.shape, decision);
        return { ...described, fields: await withChoices(context, described.fields), schema };
      },
      async list({ register, labels, ...given }, { principal }) {
        const { governed, context } = engine.desk(register);
        const page = await governed.list(principal, queryOf(given));
        if (labels !== true) return page as unknown as ListReply;
        const rows = await withTitles(context, page.rows);
        return {
          ...page,
          rows,
          labels: await rowLabels(context, principal, page.rows),
        } as unknown as ListReply;
      },
      async read({ register, id, labels }, { principal }) {
        const { governed, context } = engine.desk(register);
        const row = await governed.look(principal, id);
        if (labels !== true) return { row: asReply(row) };
        const [titled = row] = await withTitles(context, [row]);
        return { row: asReply(titled), labels: await rowLabels(context, principal, [row]) };
      },
      async create({ register, id, values }, { principal }) {
        // A client's own id comes beside the values, never inside them.
        if (Object.hasOwn(values, 'id'))
          throw commonErrors.invalid({}, [{ path: 'id', message: '没有这个字段' }]);
        const given = id === undefined ? values : { ...values, id };
        return { row: asReply(await engine.desk(register).governed.create(principal, given)) };
      },
      async update({ register, id, version, values }, { principal }) {
        return { row: asReply(await engine.desk(register).governed.update(principal, id, version, values)) };
      },
      async archive({ register, id, version, reason }, { principal }) {
        await engine.desk(register).governed.archive(principal, id, version, reason);
        return done;
      },
      async history({ register, id }, { principal }) {
        return { versions: [...(await rowHistory(engine.desk(register).context, principal, id))] };
      },
      async reveal({ register, id, field, reason }, { principal }) {
        return { value: await engine.desk(register).governed.reveal(principal, id, field, reason) };
      },
      search: ({ q, limit }, { principal }) => searchAll(engine, principal, q, limit ?? 20),
      codeLists: () => ({ lists: [...engine.codeLists.names()] }),
      async codeEntries({ list }) {
        return { entries: (await engine.codeLists.list(list)).map((each) => ({ ...each })) };
      },
      async saveCodeEntry(entry, { principal }) {
        const { store, access } = engine.deps;
        await store.transaction(async (work) => {
          await engine.codeLists.save(work, principal.id, entry);
          access.audit(work, principal, {
            module: 'registers',
            event: 'config',
            objectType: 'code-list',
            objectId: `${entry.list}:${entry.code}`,
            result: 'success',
          });
        });
        return done;
      },
      retention: (_input, { now }) => showRetention(engine.keeping, now),
      retentionPreview: ({ register }, { now }) => previewRetention(engine.keeping, register, now),
      template: ({ register }, { principal }) => templateOf(engine, principal, engine.desk(register)),
      startImport: ({ register, file, columns }, { principal }) =>
        imports.start(principal, register, file, columns),
      async imports({ register }, { principal }) {
        return { imports: [...(await imports.mine(principal, register))] };
      },
      importStatus: ({ id }, { principal }) => imports.status(principal, id),
      async importErrors({ id, limit }, { principal }) {
        return { errors: [...(await imports.problems(principal, id, limit))] };
      },
      async importErrorSheet({ id }, { principal }) {
        const body = await errorWorkbook(await imports.problems(principal, id, mostProblems));
        return { contentType: xlsxType, fileName: '导入错误清单.xlsx', body };
      },
      confirmImport: ({ id, validOnly }, { principal }) => imports.confirm(principal, id, validOnly),
      cancelImport: ({ id }, { principal }) => imports.cancel(principal, id),
      startExport({ register, fields, format, ...given }, { principal }) {
        return exports.start(principal, { register, query: queryOf(given), fields, format });
      },
      async planExport({ register, fields, format, ...given }, { principal }) {
        const wish = { register, query: queryOf(given), fields, format };
        const plan = await engine.service.sheets.plan(principal, wish);
        return { ...plan, approveAt: engine.deps.access.exits.approvalPage() ?? null };
      },
      exportStatus: ({ job }, { principal }) => exports.status(principal, job),
      cancelExport: ({ job }, { principal }) => exports.cancel(principal, job),
    },
  });
}

/** Whether a principal may read a file tied to a row, '<register>:<row id>': as far as he may read the row and its files. */
export function registerFileGuard(engine: RegisterEngine) {
  return async function mayReadRowFile(principal: Principal, rest: string): Promise<boolean> {
    const colon = rest.indexOf(':');
    const desk = engine.findDesk(rest.slice(0, colon));
    if (desk === undefined) return false;
    const decision = engine.service.decide(principal, desk.context.shape.info.id, 'read');
    if (!decision.permit) return false;
    const id = rest.slice(colon + 1);
    const sight = await decisionForRow(desk.context, principal, decision, id);
    const hidden = desk.context.hidden(sight).fields;
    if (hidden.some((each) => each.field.type === 'files')) return false;
    return (await desk.governed.find(principal, id)) !== undefined;
  };
}
