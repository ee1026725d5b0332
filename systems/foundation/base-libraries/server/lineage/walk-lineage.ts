/** From one column both ways, as the lake has written it down with each batch, and on to the contracts that give it out. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake, type LineageRow } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { source } from '../../../data-collection/contract.ts';
import { agreement } from '../../../data-sharing/contract.ts';
import { errors } from '../../errors.ts';
import type { LineageReply, lineageRoutes } from '../../routes/lineage-routes.ts';

interface Column {
  readonly table: string;
  readonly field: string;
}
interface Edge {
  readonly from: Column;
  readonly to: Column;
  readonly expression: string;
}

const mostEdges = 600;
const mostContracts = 200;

const edgeOf = (row: LineageRow): Edge => ({
  from: { table: row.origin, field: row.originField },
  to: { table: row.target, field: row.targetField },
  expression: row.expression,
});

/** What goes out of the dataset by contracts that the asker may read. */
async function contractsOf(context: Context, dataset: string) {
  if (!context.use(access).decide(context.principal, 'data-sharing:read').permit) return [];
  const where = { dataset, status: 'active' };
  const { rows } = await context
    .use(registers)
    .of(agreement)
    .list(context.principal, { where, size: mostContracts });
  return rows.map((row) => ({
    id: row.id,
    title: `${row.number} ${row.purpose}`.slice(0, 60),
    fields: (Array.isArray(row.fields) ? row.fields : []).flatMap((field: unknown) => {
      const name = typeof field === 'object' && field !== null && 'name' in field ? field.name : undefined;
      return typeof name === 'string' ? [name] : [];
    }),
  }));
}

class Walk {
  readonly edges: Edge[] = [];
  readonly contracts = new Map<string, string>();
  readonly sources = new Set<string>();
  cut = false;
  readonly #seen = new Set<string>();
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  #first(way: string, { table, field }: Column): boolean {
    const mark = `${way} ${table} ${field}`;
    if (this.#seen.has(mark)) return false;
    this.#seen.add(mark);
    return true;
  }

  #add(edges: readonly Edge[]): readonly Edge[] {
    const free = Math.max(0, mostEdges - this.edges.length);
    if (edges.length > free) this.cut = true;
    const taken = edges.slice(0, free);
    this.edges.push(...taken);
    return taken;
  }

  async up(column: Column): Promise<void> {
    if (!this.#first('up', column)) return;
    const rows = (await this.#context.use(lake).lineage(column.table)).filter(
      (row) => row.targetField === column.field,
    );
    for (const row of rows) if (row.originKind === 'source') this.sources.add(row.origin);
    for (const { from } of this.#add(rows.map(edgeOf)))
      if (!this.sources.has(from.table)) await this.up(from);
  }

  async down(column: Column): Promise<void> {
    if (!this.#first('down', column)) return;
    const basin = this.#context.use(lake);
    // What is made of the rows themselves, or of nobody knows which column, depends on each of them.
    const rows = (await basin.dependents(column.table)).filter((row) =>
      [column.field, '*', '?'].includes(row.originField),
    );
    for (const { to } of this.#add(rows.map(edgeOf))) await this.down(to);
    for (const contract of await contractsOf(this.#context, column.table)) {
      if (!contract.fields.includes(column.field)) continue;
      this.contracts.set(contract.id, contract.title);
      this.#add([{ from: column, to: { table: contract.id, field: column.field }, expression: '共享' }]);
    }
  }
}

async function sourceTitles(
  context: Context,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (!context.use(access).decide(context.principal, 'data-collection:read').permit) return new Map();
  const titles = new Map<string, string>();
  for (const id of ids) {
    const row = await context.use(registers).of(source).find(context.principal, id);
    if (row !== undefined) titles.set(id, row.name);
  }
  return titles;
}

async function tablesOf(context: Context, walk: Walk, asked: string): Promise<LineageReply['tables']> {
  const columns = walk.edges.flatMap((edge) => [edge.from, edge.to]);
  const ids = [...new Set([asked, ...columns.map((column) => column.table)])];
  const datasets = await context.use(lake).findDatasets(ids);
  const sources = await sourceTitles(context, walk.sources);
  return ids.map((id) => {
    const dataset = datasets.find((each) => each.id === id);
    const names = [...new Set(columns.filter((column) => column.table === id).map((column) => column.field))];
    const place = (name: string) => dataset?.fields.findIndex((field) => field.name === name) ?? 0;
    const contract = walk.contracts.get(id);
    return {
      id,
      title: dataset?.title ?? contract ?? sources.get(id) ?? '部门数据源',
      layer: dataset?.layer ?? (contract === undefined ? ('source' as const) : ('contract' as const)),
      columns: names
        .toSorted((one, other) => place(one) - place(other))
        .map((field) => ({
          field,
          title:
            dataset?.fields.find((each) => each.name === field)?.title ??
            { '*': '行数', '?': '未知' }[field] ??
            field,
        })),
    };
  });
}

export const lineageHandlers: Handlers<typeof lineageRoutes> = {
  async lineage({ dataset, field }, context) {
    const about = await context.use(lake).findDataset(dataset);
    if (about === undefined) throw errors.noLibrary();
    const own = about.fields.filter((each) => field === undefined || each.name === field);
    if (own.length === 0) throw errors.noField();
    const walk = new Walk(context);
    for (const { name } of own) {
      await walk.up({ table: dataset, field: name });
      await walk.down({ table: dataset, field: name });
    }
    return {
      title: about.title,
      columns: about.fields.map((each) => ({ field: each.name, title: each.title })),
      tables: await tablesOf(context, walk, dataset),
      edges: walk.edges.map((edge) => ({ ...edge })),
      cut: walk.cut,
    };
  },
};
