/** Makes the registers service from the contracts: one set of rows for each declared register and case type. */
import type { AnyContract } from '../../../kernel/contract.ts';
import type { KeptTable, Register, Row } from '../../../kernel/register.ts';
import type { AccessService } from '../../access/service.ts';
import type { SearchService } from '../../search/service.ts';
import type { Store } from '../../store/service.ts';
import type { Vault } from '../../trust/index.ts';
import type {
  Page,
  RegisterRows,
  RegisterService,
  RowSink,
  RowTitles,
  Seen,
  TrustedRows,
  WriteGate,
} from '../service.ts';
import { type KeptCodeLists, keepCodeLists } from './code-list/keep-code-lists.ts';
import { registerErrors } from '../errors.ts';
import { valueChecks } from './field/check-values.ts';
import type { Lookups, Named } from './field/lookups.ts';
import { aggregateRows } from './row/aggregate-rows.ts';
import { listCounted } from './row/list-counted.ts';
import { BoundedCounts } from './row/bounded-count.ts';
import { type GovernedRows, governedRows } from './row/governed-rows.ts';
import { decideAct, hiddenFields, type PlainRow, requireAct, type RowContext } from './row/row-context.ts';
import { rowLabels, withTitles } from './row/row-labels.ts';
import { keepSealed, sealsOf } from './sealed/keep-sealed.ts';
import { personalRows } from './person/find-personal.ts';
import { makeSheet } from './export/make-sheet.ts';
import { planExport } from './export/plan-export.ts';
import { keepRows } from './retention/keep-rows.ts';
import type { Keeping } from './retention/keeping.ts';
import { describeFields } from './shape/describe-fields.ts';
import { readableError, type RowWriter, rowWriter } from './row/trusted-rows.ts';
import { describeShapes, type Shape } from './shape/describe-shape.ts';

export interface RegisterDeps {
  readonly contracts: readonly AnyContract[];
  readonly store: Store;
  readonly access: AccessService;
  /** Absent only where no register has a sealed field. */
  readonly vault?: Vault | undefined;
  /** Absent in tests: lists then search by plain text. */
  readonly search?: SearchService | undefined;
  /** Engines' own tables that are kept for a time. */
  readonly kept?: readonly KeptTable[];
  readonly findArea: (code: string) => Named | undefined;
  /** Code of the only area of this name; absent: sheets name areas by code. */
  readonly findAreaCode?: ((name: string) => string | undefined) | undefined;
  /** County code of a place; undefined outside the city. */
  readonly locate: (lon: number, lat: number) => string | undefined;
  /**
   * URL of a module that exports `findArea`, `locate` and perhaps `findAreaCode`: the import's worker thread loads it,
   * since functions do not cross threads. Absent: the server's thread answers for the worker.
   */
  readonly placesModule?: string | undefined;
}

/** One register at work. */
export interface Desk {
  readonly context: RowContext;
  readonly writer: RowWriter;
  readonly governed: GovernedRows;
  readonly rows: RegisterRows<Register>;
}

/** The service and what only this engine's own routes, imports and exports use. */
export interface RegisterEngine {
  readonly service: RegisterService;
  readonly deps: RegisterDeps;
  readonly codeLists: KeptCodeLists;
  readonly lookups: Lookups;
  readonly keeping: Keeping;
  desk(id: string): Desk;
  findDesk(id: string): Desk | undefined;
  desks(): readonly Desk[];
  sinkOf(id: string): { readonly sink: RowSink; readonly managed: readonly string[] } | undefined;
  /** Reads the names of departments again; they name units in sheets. */
  refreshDepartments(): Promise<void>;
  /** Name or short name → id; '' for an ambiguous one. */
  departmentIds(): ReadonlyMap<string, string>;
}

/** Departments by their names; read at start and before each import. */
class DepartmentNames {
  readonly #access: AccessService;
  #names: ReadonlyMap<string, string> = new Map();

  constructor(access: AccessService) {
    this.#access = access;
  }

  async refresh(): Promise<void> {
    const made = new Map<string, string>();
    for (const each of await this.#access.departments()) {
      for (const name of new Set([each.name, each.shortName])) made.set(name, made.has(name) ? '' : each.id);
    }
    this.#names = made;
  }

  find(name: string): string | undefined {
    // A name that stands for two departments stands for none.
    return this.#names.get(name) || undefined;
  }

  all(): ReadonlyMap<string, string> {
    return this.#names;
  }
}

function makeLookups(deps: RegisterDeps, codeLists: KeptCodeLists, departments: DepartmentNames): Lookups {
  return {
    findArea: deps.findArea,
    findAreaCode: (name) => deps.findAreaCode?.(name),
    findDepartment: (id) => deps.access.findDepartment(id),
    findDepartmentId: (name) => departments.find(name),
    locate: deps.locate,
    hasCode: codeLists.has,
    findCode: codeLists.findByName,
    codeName: codeLists.nameOf,
  };
}

type TypedRow = Row<Register>;

/** As many as one list gives. */
const largestPage = 200;

function openDesk(context: RowContext, gate: () => WriteGate | undefined): Desk {
  const writer = rowWriter(context);
  const governed = governedRows(context, writer, gate);
  const { list, count, find, get, create, update, archive } = governed;
  const trusted: TrustedRows<Register> = {
    find: (db, id) => writer.find(db, id) as Promise<TypedRow | undefined>,
    lock: (work, id) => writer.lock(work, id) as Promise<TypedRow | undefined>,
    findMany: (db, query) => writer.findMany(db, query) as unknown as Promise<readonly TypedRow[]>,
    async findEvery(db, { most, ...query }) {
      const found = await writer.findMany(db, { ...query, limit: most + 1 });
      if (found.length > most) throw tooMany(most);
      return found as unknown as readonly TypedRow[];
    },
    insert(work, by, { id, ...values }) {
      const checked = writer.check(values, true);
      return writer.insertOne(
        { work, by, managed: true, person: false },
        checked,
        id,
      ) as unknown as Promise<TypedRow>;
    },
    insertMany: (work, by, many) => writer.insertMany(work, by, many),
    update(work, by, row, values) {
      const writing = { work, by, managed: true, person: false };
      return writer.change(writing, { ...row }, row.version, values, null) as unknown as Promise<TypedRow>;
    },
    sendInsert(work, by, { id, ...values }) {
      const writing = { work, by, managed: true, person: false };
      return writer.sendInsert(writing, writer.check(values, true), id) as unknown as Promise<TypedRow>;
    },
    sendUpdate(work, by, row, values) {
      const writing = { work, by, managed: true, person: false };
      return writer.sendChange(writing, { ...row }, row.version, values) as unknown as Promise<TypedRow>;
    },
    hold: (work, row) => writer.hold(work, row.id, row.version),
    readable: (problem) => readableError(context.shape, problem),
  };
  function tooMany(most: number): Error {
    return registerErrors.tooManyToRead({ title: context.shape.info.declaration.title, most });
  }
  const listEvery: RegisterRows<Register>['listEvery'] = async (principal, { most, ...query }) => {
    const all: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const found = await list(principal, { ...query, page, size: largestPage });
      all.push(...found.rows);
      if (all.length > most) throw tooMany(most);
      if (found.rows.length < largestPage) return all as readonly Seen<Register>[];
    }
  };
  const rows = {
    list,
    count,
    listEvery,
    find,
    get,
    create,
    update,
    archive,
    trusted,
  } as unknown as RegisterRows<Register>;
  return { context, writer, governed, rows };
}

/** Makes the engine; its tables ({@link registerTables}) must exist. Throws RangeError for a declaration that cannot work. */
export async function openRegisters(deps: RegisterDeps): Promise<RegisterEngine> {
  const shapes = describeShapes(deps.contracts);
  const hiddenByShape = new Map(shapes.map((shape) => [shape, hiddenFields(shape, deps.store)]));
  const shapesById = new Map(shapes.map((shape) => [shape.info.id, shape]));
  const codeLists = await keepCodeLists(deps.store);
  const departments = new DepartmentNames(deps.access);
  await departments.refresh();
  const lookups = makeLookups(deps, codeLists, departments);

  keepSealed(shapes, deps.vault);
  function contextOf(shape: Shape): RowContext {
    return {
      seals: sealsOf(shape, deps.vault),
      shape,
      store: deps.store,
      access: deps.access,
      search: deps.search,
      lookups,
      checks: valueChecks(shape, lookups),
      counts: new BoundedCounts(),
      hidden: hiddenByShape.get(shape) ?? hiddenFields(shape, deps.store),
      findShape: (id) => shapesById.get(id),
      titles: () => titles.get(shape.info.id),
      hiddenIn: (other) => hiddenByShape.get(other) ?? hiddenFields(other, deps.store),
    };
  }

  let gate: WriteGate | undefined;
  const titles = new Map<string, RowTitles>();
  const desks = new Map(shapes.map((shape) => [shape.info.id, openDesk(contextOf(shape), () => gate)]));
  const byDeclaration = new Map(shapes.map((shape) => [shape.info.declaration, desks.get(shape.info.id)]));
  const sinks = new Map<string, { readonly sink: RowSink; readonly managed: readonly string[] }>();
  const infos = shapes.map((shape) => shape.info);

  function desk(id: string): Desk {
    const found = desks.get(id);
    if (found === undefined) throw registerErrors.unknownRegister();
    return found;
  }

  const keeping: Keeping = {
    store: deps.store,
    kept: deps.kept ?? [],
    audit: (work, principal, entry) => deps.access.audit(work, principal, entry),
    contexts: () => Array.from(desks.values(), ({ context }) => context),
    context: (id) => desk(id).context,
    trusted: (declaration) => service.of(declaration).trusted,
  };
  const service: RegisterService = {
    retention: keepRows(keeping),
    sheets: {
      plan: (principal, wish) => planExport(desk(wish.register).context, principal, wish),
      make: (principal, wish, markOf) => makeSheet(desk(wish.register).context, principal, wish, markOf),
    },
    personal: personalRows(shapesById, (id) => desk(id).context),
    all: () => infos,
    find: (id) => shapesById.get(id)?.info,
    get: (id) => desk(id).context.shape.info,
    of<R extends Register>(declaration: R): RegisterRows<R> {
      const found = byDeclaration.get(declaration);
      if (found === undefined) throw registerErrors.unknownRegister();
      // The rows of this very declaration: its type says what the untyped rows hold.
      return found.rows as unknown as RegisterRows<R>;
    },
    rows: (id) => desk(id).rows,
    decide: (principal, id, act) => decideAct(deps.access, desk(id).context.shape, principal, act),
    hidden: (id, sight) => desk(id).context.hidden(sight).names,
    async aggregate(principal, id, query) {
      const { context } = desk(id);
      const decision = requireAct(context, principal, 'read');
      const decisions = query.also === undefined ? [decision] : [decision, query.also];
      const hidden = context.hidden(decision).names;
      return aggregateRows(deps.store.db, context.shape, query, decisions, hidden, await context.seals());
    },
    async counted(principal, id, query, rows) {
      const { context } = desk(id);
      const page = await listCounted(context, principal, query, rows);
      // Rows of an untyped register, as `rows(id)` gives them.
      return { ...page, rows: await withTitles(context, page.rows) } as unknown as Page<Seen<Register>>;
    },
    codeLists,
    setRowSink(id, sink, managed = []) {
      desk(id);
      sinks.set(id, { sink, managed });
    },
    setWriteGate(given) {
      gate = given;
    },
    setRowTitles(id, given) {
      desk(id);
      titles.set(id, given);
    },
    fieldsOf: (id) => describeFields(desk(id).context.shape),
    labels: (principal, id, rows) => rowLabels(desk(id).context, principal, rows as unknown as PlainRow[]),
  };
  return {
    service,
    keeping,
    deps,
    codeLists,
    lookups,
    desk,
    findDesk: (id) => desks.get(id),
    desks: () => Array.from(desks.values()),
    sinkOf: (id) => sinks.get(id),
    refreshDepartments: () => departments.refresh(),
    departmentIds: () => departments.all(),
  };
}
