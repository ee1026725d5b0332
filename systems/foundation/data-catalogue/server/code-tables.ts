/** 代码表: the code lists that data elements name, with where they are used; columns that follow an element are checked against its list. */
import type { Handlers, Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { LakeFields } from '../../../../engines/lake/contract.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import type { CodeTable, codeTableRoutes } from '../code-table-routes.ts';
import table from '../data/code-tables.json' with { type: 'json' };
import { errors } from '../errors.ts';
import { codeValue } from '../registers/code-value.ts';
import { element } from '../registers/element.ts';

const most = 100_000;
const codeStandings = { waiting: '待审核', entered: '已入表', returned: '已退回' } as const;

export async function loadCodeTables(services: Services): Promise<void> {
  const { codeLists } = services.use(registers);
  await codeLists.load(
    table.tables.flatMap(({ list, standard, values }) =>
      values.map(([code = '', name = ''], order) => ({
        list,
        code,
        name,
        parent: null,
        order,
        validFrom: null,
        validTo: null,
        source: `${standard}；${table.source}`,
      })),
    ),
  );
  await codeLists.loadNames({ 'data-catalogue code-standings': codeStandings });
  services.use(registers).setRowSink('data-catalogue.code-value', async ({ work, principal, rows }) => {
    const given = rows.map(({ id, values }) => ({
      ...values,
      id,
      standing: 'waiting',
      givenBy: principal.id,
    }));
    await services
      .use(registers)
      .of(codeValue)
      .trusted.insertMany(work, principal.id, given as never);
  });
  services.use(lake).quality.bindCodes((elements) => codesOf(services, elements));
}

async function validCodes(services: Services, list: string): Promise<readonly CodeEntry[]> {
  const today = shanghaiDate(services.use(store).clock.now());
  const entries = await services.use(registers).codeLists.list(list);
  return entries.filter(
    ({ validFrom, validTo }) =>
      (validFrom === null || validFrom <= today) && (validTo === null || validTo >= today),
  );
}

/** Of elements whose list somebody has entered. */
async function codesOf(
  services: Services,
  elements: readonly string[],
): Promise<ReadonlyMap<string, { readonly list: string; readonly codes: readonly string[] }>> {
  const found = await services
    .use(registers)
    .of(element)
    .trusted.findEvery(services.use(store).db, {
      filter: { field: 'code', is: 'one-of', value: [...elements] },
      most,
    });
  const made = new Map<string, { readonly list: string; readonly codes: readonly string[] }>();
  for (const { code, codes: list } of found) {
    const entries = list === null ? [] : await validCodes(services, list);
    if (list !== null && entries.length > 0)
      made.set(code, { list, codes: entries.map((each) => each.code) });
  }
  return made;
}

function usedByRegisters(services: Services, list: string): CodeTable['registers'] {
  return services
    .use(registers)
    .all()
    .flatMap(({ id, declaration }) =>
      Object.values(declaration.fields)
        .filter(({ codeList }) => codeList === list)
        .map((field) => ({ id, title: declaration.title, field: field.title })),
    );
}

/** Throws data-catalogue.listClosed: by sheet come only standards that are kept here or that an element names, never what a system brings itself. */
async function checkOpen(services: Services, list: string): Promise<void> {
  if (table.tables.some((each) => each.list === list)) return;
  const isOwn = services.use(access).contracts.some(({ id }) => list.startsWith(`${id} `));
  const filter = { field: 'codes', is: 'equal', value: list } as const;
  const [named] = await services
    .use(registers)
    .of(element)
    .trusted.findMany(services.use(store).db, { filter, limit: 1 });
  if (named === undefined || isOwn || usedByRegisters(services, list).length > 0) throw errors.listClosed();
}

const isWaiting = { field: 'standing', is: 'equal', value: 'waiting' } as const;

export const codeTableHandlers: Handlers<typeof codeTableRoutes> = {
  async codeTables(_, context) {
    const { db } = context.use(store);
    const mayReview = context.use(access).decide(context.principal, 'data-catalogue:review-codes').permit;
    const rows = context.use(registers);
    const elements = await rows.of(element).trusted.findEvery(db, { sort: 'code', most });
    const sets = (await rows.of(dataset).trusted.findEvery(db, { sort: 'code', most })).map((set) => ({
      set,
      fields: LakeFields.safeParse(set.fields).data ?? [],
    }));
    const known = new Map(table.tables.map((each) => [each.list, each]));
    const waiting = await rows.of(codeValue).trusted.findEvery(db, { filter: isWaiting, most });
    const named = elements.flatMap(({ codes }) => (codes === null || codes === '' ? [] : [codes]));
    const tables: CodeTable[] = [];
    for (const list of new Set([...known.keys(), ...named, ...waiting.map((each) => each.list)])) {
      const own = elements.filter(({ codes }) => codes === list);
      const follow = new Set(own.map(({ code }) => code));
      const entries = await validCodes(context, list);
      tables.push({
        list,
        title: known.get(list)?.title ?? list,
        standard: known.get(list)?.standard ?? entries[0]?.source ?? list,
        values: entries.length,
        waiting: waiting.filter((each) => each.list === list).length,
        mayDecide: mayReview
          ? waiting.filter((each) => each.list === list && each.givenBy !== context.principal.id).length
          : 0,
        elements: own.map(({ id, code, name }) => ({ id, code, name })),
        registers: usedByRegisters(context, list),
        datasets: sets.flatMap(({ set, fields }) =>
          fields
            .filter((field) => field.element !== undefined && follow.has(field.element))
            .map((field) => ({ id: set.id, title: set.name, field: field.title })),
        ),
      });
    }
    return { tables: tables.toSorted((one, other) => (one.list < other.list ? -1 : 1)) };
  },
  async decideCodes({ list, count, verdict, opinion }, context) {
    const by = context.principal.id;
    const { codeLists, of } = context.use(registers);
    if (verdict === 'enter') await checkOpen(context, list);
    const entered = await codeLists.list(list);
    const known = new Map(entered.map((each) => [each.code, each]));
    const next = Math.max(-1, ...entered.map(({ order }) => order)) + 1;
    return context.use(store).transaction(async (work) => {
      const filter = { all: [isWaiting, { field: 'list', is: 'equal', value: list }] } as const;
      const waiting = await of(codeValue).trusted.findEvery(work.db, { filter, sort: 'code', most });
      const others = waiting.filter(({ givenBy }) => givenBy !== by);
      if (waiting.length > 0 && others.length === 0) throw errors.ownCodes();
      if (others.length !== count) throw errors.codesMoved();
      for (const [at, row] of others.entries()) {
        if (verdict === 'enter')
          await codeLists.save(work, by, {
            list,
            code: row.code,
            name: row.name,
            parent: row.parent,
            // A sheet has neither: what the list has of them stays.
            order: known.get(row.code)?.order ?? next + at,
            validFrom: row.validFrom,
            validTo: row.validTo,
            source: row.source,
            attributes: known.get(row.code)?.attributes ?? {},
          });
        await of(codeValue).trusted.update(work, by, row, {
          standing: verdict === 'enter' ? 'entered' : 'returned',
          decidedBy: by,
          opinion: opinion === '' ? null : opinion,
        });
      }
      context.use(access).audit(work, context.principal, {
        module: 'data-catalogue',
        event: 'update',
        objectType: 'data-catalogue.code-value',
        objectId: list,
        result: 'success',
        detail: { verdict, rows: others.length },
      });
      return { done: others.length };
    });
  },
};
