/** Brings the search index after rows whose unit, area or holder changed: many at once, moments later. */
import { sql } from 'kysely';
import type { Delivered } from '../../../../kernel/system.ts';
import type { Consumer, Work } from '../../../store/service.ts';
import type { RegisterEngine } from '../create-registers.ts';
import { changeIn, registerChanged } from '../../register-change.ts';
import { searchEntry } from './search-entry.ts';
import type { PlainRow } from './row-context.ts';

function idsByRegister(events: readonly Delivered[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const event of events) {
    const { register, ids, scope } = changeIn(event);
    if (scope !== true) continue;
    const known = found.get(register) ?? new Set<string>();
    for (const id of ids) known.add(id);
    found.set(register, known);
  }
  return found;
}

async function follow(
  engine: RegisterEngine,
  register: string,
  ids: ReadonlySet<string>,
  work: Work,
): Promise<void> {
  const desk = engine.findDesk(register);
  if (desk === undefined || desk.context.search === undefined) return;
  const { shape, search, lookups } = desk.context;
  const found = await sql<PlainRow>`select ${shape.select} from ${shape.table}
    where id = any(${[...ids]}::uuid[]) and state = 'active'`.execute(work.db);
  await search.index(
    work,
    found.rows.map((row) => searchEntry(shape, row, lookups)),
  );
}

export function scopeFollower(engine: RegisterEngine): Consumer {
  return {
    name: 'registers.scopes',
    on: [registerChanged],
    batch: 500,
    async run(events, work) {
      for (const [register, ids] of idsByRegister(events)) await follow(engine, register, ids, work);
    },
  };
}
