/** What must hold before a request is opened: it is the person's own, about rows of his, not asked already; whose it is and what it is about is worked out here. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { request } from '../../case/request.ts';
import { getRight } from '../../data/rights.ts';
import { errors } from '../../errors.ts';
import {
  departmentName,
  getPersonalRegister,
  type PersonalRegister,
  type PersonalRow,
  personalRegisters,
  valueOf,
} from '../hold/describe-register.ts';
import { setting } from '../setting.ts';

type Values = RowInput<typeof request>;

export interface Opening {
  readonly values: Values;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

const city = '341200000000';

/** Whatever way the case is opened, the person is a citizen whose number was verified. */
function checkPerson({ principal, services }: Opening): void {
  if (principal.kind !== 'citizen') throw errors.citizensOnly();
  services.use(access).requireLevel(principal, 'L2');
}

async function checkRepeated({ principal, work, services, values }: Opening, owner: string): Promise<void> {
  const { trusted } = services.use(registers).of(request);
  const mine = { field: 'initiator', is: 'equal', value: principal.id } as const;
  const today = shanghaiInstant(shanghaiDate(work.now)).toISOString();
  const most = setting(services, 'requests-per-day');
  const since = { field: 'openedAt', is: 'at-least', value: today } as const;
  if ((await trusted.findMany(work.db, { filter: { all: [mine, since] }, limit: most })).length >= most)
    throw errors.tooManyToday({ most });
  const same = [
    mine,
    { field: 'kind', is: 'equal', value: values.kind ?? '' },
    { field: 'owner', is: 'equal', value: owner },
    { field: 'closedAt', is: 'empty' },
    ...(values.kind === 'access'
      ? []
      : [{ field: 'register', is: 'equal', value: values.register ?? '' } as const]),
    ...(values.row ? [{ field: 'row', is: 'equal', value: values.row } as const] : []),
  ] as const;
  const [there] = await trusted.findMany(work.db, { filter: { all: same }, limit: 1 });
  if (there !== undefined) throw errors.alreadyAsked({ number: there.number });
}

/** Only what may be corrected in place, in a form that the register takes, and different from what it holds. */
function checkChanges(
  { services, values }: Opening,
  one: PersonalRegister,
  row: PersonalRow,
): Readonly<Record<string, unknown>> {
  const { id, declaration } = one.info;
  const given = values.changes;
  if (typeof given !== 'object' || given === null || Array.isArray(given) || Object.keys(given).length === 0)
    throw errors.changesWrong();
  const names = Object.keys(given);
  const foreign = names.find((name) => !one.correct.includes(name));
  if (foreign !== undefined)
    throw errors.notCorrectable({
      title: declaration.fields[foreign]?.title ?? declaration.title,
      owner: departmentName(services, declaration.owner),
    });
  const kept = services.use(registers).personal.check(id, row, given as Readonly<Record<string, unknown>>);
  if (names.every((name) => kept[name] === valueOf(row, name))) throw errors.unchanged();
  return kept;
}

async function rowsOf(opening: Opening, one: PersonalRegister): Promise<number> {
  const { services, work, principal } = opening;
  return services.use(registers).personal.count(work.db, one.info.id, principal.id);
}

/** Of all of its department that hold something, for a copy; of the one named, for everything else. */
async function scopeOf(opening: Opening, named: PersonalRegister) {
  const { owner } = named.info.declaration;
  const candidates =
    opening.values.kind === 'access'
      ? personalRegisters(opening.services).filter(({ info }) => info.declaration.owner === owner)
      : [named];
  const held: PersonalRegister[] = [];
  let rows = 0;
  for (const one of candidates) {
    const count = await rowsOf(opening, one);
    if (count === 0) continue;
    held.push(one);
    rows += count;
  }
  if (rows === 0) throw errors.nothingHeld();
  return { held, rows };
}

export async function completeRequest(opening: Opening): Promise<Values> {
  checkPerson(opening);
  const { values, services, work, principal } = opening;
  const right = getRight(values.kind ?? '');
  const named = getPersonalRegister(services, values.register ?? '');
  const { declaration, id } = named.info;
  await checkRepeated(opening, declaration.owner);
  const { held, rows } = await scopeOf(opening, named);
  const single = right.code === 'correct' || right.code === 'erase';
  if (single && !values.row) throw errors.rowNeeded({ right: right.name });
  const { personal, retention } = services.use(registers);
  const row = values.row ? await personal.find(work.db, id, principal.id, values.row) : undefined;
  if (values.row && row === undefined) throw errors.nothingHeld();
  const changes = right.code === 'correct' && row !== undefined ? checkChanges(opening, named, row) : null;
  const titles = held.map(({ info }) => info.declaration.title);
  const about = titles.length > 1 ? `${titles[0] ?? ''}等 ${titles.length} 个台账` : (titles[0] ?? '');
  const binding = retention.rule(id)?.binding === true;
  return {
    changes,
    title: `${right.name}：${about}`,
    registers: held.map(({ info }) => info.id),
    rows: row === undefined ? rows : 1,
    owner: declaration.owner,
    keptUntil: row !== undefined && binding ? (retention.until(id, row) ?? null) : null,
    caseArea: services.use(access).findDepartment(declaration.owner)?.area ?? city,
  };
}
