/** 测算: of what a department wants, what is known and fresh, what another request asks already, and what is truly left; checked against the register of all requests. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { askedItem, element, plainTitle } from '../../../../party/info-reporting/contract.ts';
import { type Cell, cellsOf, type Place, placeKey } from '../../card/card.ts';
import type { CardField } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { task } from '../../registers/task.ts';
import type { departmentRoutes, Finding } from '../../routes/department-routes.ts';
import { departmentName, getField, organOf, readFields } from '../catalogue.ts';
import { cardsWithin, type HeldCard, within } from '../card/find-card.ts';
import { setting } from '../setting.ts';
import { usableBy } from '../share/entitled.ts';

const mostTasks = 500_000;
const mostElements = 5000;

export interface RequestPlan {
  readonly households: number;
  readonly cells: number;
  readonly known: number;
  readonly left: number;
  readonly findings: readonly Finding[];
  /** For each household what is left to ask, and how much of it was known. */
  readonly byHousehold: readonly {
    readonly card: HeldCard;
    readonly left: readonly Place[];
    readonly known: number;
  }[];
}

/** Throws village-data.noFields, tooManyFields, unknownField, notEntitled. */
export async function checkFields(
  services: Services,
  db: Database,
  asked: {
    readonly departments: readonly string[];
    readonly area: string;
    readonly fields: readonly string[];
  },
  today: string,
): Promise<readonly CardField[]> {
  const keys = [...new Set(asked.fields)];
  const most = setting(services, 'most-fields');
  if (keys.length === 0) throw errors.noFields();
  if (keys.length > most) throw errors.tooManyFields({ most });
  const all = await readFields(services, db);
  const fields = keys.map((key) => getField(all, key));
  const usable = await usableBy(services, db, asked.departments, asked.area, all, today);
  for (const field of fields) if (!usable.has(field.key)) throw errors.notEntitled({ title: field.title });
  return fields;
}

/** Fields that a register of the city holds already, by the catalogue of data elements of 一表通. */
async function heldElsewhere(services: Services, db: Database, fields: readonly CardField[]) {
  const rows = services.use(registers);
  const elements = await rows.of(element).trusted.findEvery(db, {
    filter: { field: 'register', is: 'filled' },
    most: mostElements,
  });
  const held = new Map<string, string>();
  for (const field of fields) {
    const title = plainTitle(field.title);
    const found = elements.find(
      (each) =>
        each.state === 'active' &&
        [each.title, ...(each.aliases ?? '').split('\n')].some((name) => plainTitle(name) === title),
    );
    const source = found?.register == null ? undefined : rows.find(found.register);
    if (source !== undefined && source.system !== 'village-data')
      held.set(field.key, source.declaration.title);
  }
  return held;
}

/** Who asked for the same by a reporting table before: no reason to refuse, but whoever admits the request should know. */
async function askedBefore(services: Services, db: Database, fields: readonly CardField[]) {
  const asks = await services
    .use(registers)
    .of(askedItem)
    .trusted.findMany(db, {
      filter: { field: 'verdict', is: 'one-of', value: ['held', 'new', 'similar'] },
      sort: '-askedAt',
      limit: 5000,
    });
  const before = new Map<string, string>();
  for (const field of fields) {
    const title = plainTitle(field.title);
    const found = asks.find((each) => each.table !== null && plainTitle(each.item) === title);
    if (found !== undefined)
      before.set(field.key, `${departmentName(services, found.owner)}《${found.tableTitle}》要过同名数据`);
  }
  return before;
}

async function askedNow(services: Services, db: Database, area: string, request: string | undefined) {
  const open = await services
    .use(registers)
    .of(task)
    .trusted.findEvery(db, {
      filter: { all: [within(area), { field: 'progress', is: 'equal', value: 'open' }] },
      most: mostTasks,
    });
  const asked = new Map<string, string>();
  for (const row of open)
    if (row.request !== request)
      for (const cell of row.cells as readonly Place[])
        asked.set(`${row.household} ${placeKey(cell)}`, row.title);
  return asked;
}

interface Judged {
  readonly fields: readonly CardField[];
  readonly held: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly ownerName: (field: CardField) => string;
}

function findingOf(
  field: CardField,
  counts: { readonly cells: number; readonly left: number; readonly elsewhere: number },
  { held, before, ownerName }: Judged,
): Finding {
  const { cells, left, elsewhere } = counts;
  const base = { field: field.key, title: field.title, cells, known: cells - left, left };
  if (field.way !== 'collect')
    return { ...base, verdict: 'owned', reason: `由${ownerName(field)}维护并送达，村里不采集` };
  const register = held.get(field.key);
  if (register !== undefined)
    return { ...base, verdict: 'held', reason: `台账“${register}”已有，请申请共享` };
  const also = elsewhere === 0 ? '' : `，${elsewhere} 项另一任务正在采集`;
  const note = before.get(field.key) === undefined ? '' : `；${before.get(field.key)}`;
  if (left === 0)
    return { ...base, verdict: 'known', reason: `${cells - elsewhere} 项已掌握且在有效期内${also}${note}` };
  if (left < cells) return { ...base, verdict: 'partly', reason: `只采集缺的和过期的${also}${note}` };
  return { ...base, verdict: 'new', reason: `还没有掌握${note}` };
}

export async function planRequest(
  services: Services,
  db: Database,
  asked: {
    readonly area: string;
    readonly fields: readonly CardField[];
    readonly request?: string | undefined;
  },
  today: string,
): Promise<RequestPlan> {
  const { area, fields } = asked;
  const [cards, held, before, elsewhere, organ] = await Promise.all([
    cardsWithin(services, db, within(area)),
    heldElsewhere(services, db, fields),
    askedBefore(services, db, fields),
    askedNow(services, db, area, asked.request),
    organOf(services),
  ]);
  const counts = new Map(fields.map(({ key }) => [key, { cells: 0, left: 0, elsewhere: 0 }]));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const byHousehold = cards.map((card) => {
    const cells = cellsOf(card, fields, today);
    const left: Cell[] = [];
    for (const cell of cells) {
      const count = counts.get(cell.field);
      const field = byKey.get(cell.field);
      if (count === undefined || field === undefined) continue;
      count.cells += 1;
      if (cell.state === 'fresh' || field.way !== 'collect' || held.has(cell.field)) continue;
      if (elsewhere.has(`${card.household.id} ${placeKey(cell)}`)) {
        count.elsewhere += 1;
        continue;
      }
      count.left += 1;
      left.push(cell);
    }
    return {
      card,
      left: left.map(({ of, member, field }): Place => ({ of, member, field })),
      known: cells.length - left.length,
    };
  });
  const ownerName = (field: CardField) => departmentName(services, organ(field.owner, area));
  const findings = fields.map((field) =>
    findingOf(field, counts.get(field.key) ?? { cells: 0, left: 0, elsewhere: 0 }, {
      fields,
      held,
      before,
      ownerName,
    }),
  );
  const cells = findings.reduce((sum, each) => sum + each.cells, 0);
  const left = findings.reduce((sum, each) => sum + each.left, 0);
  return { households: cards.length, cells, known: cells - left, left, findings, byHousehold };
}

export const showPlan: Handler<typeof departmentRoutes.plan> = async (input, context) => {
  const { db } = context.use(store);
  const today = shanghaiDate(context.now);
  const asked = { ...input, departments: context.principal.departments };
  const fields = await checkFields(context, db, asked, today);
  const plan = await planRequest(context, db, { area: input.area, fields }, today);
  const { households, cells, known, left, findings } = plan;
  return { households, cells, known, left, findings: [...findings] };
};
