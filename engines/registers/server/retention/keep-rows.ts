/** 保存期限: what is due, holds that keep it back, the nightly work in bounded batches, and destruction at somebody's request. */
import { sql } from 'kysely';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Principal } from '../../../../kernel/access.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { Work } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import type { RetentionService } from '../../service.ts';
import type { PlainRow } from '../row/row-context.ts';
import type { Shape, ShapeRetention } from '../shape/describe-shape.ts';
import { hold } from '../../registers/kept-rows.ts';
import { destroyRows } from './destroy-rows.ts';
import { isHeld, keptUntil } from './due-rows.ts';
import type { Keeping } from './keeping.ts';
import { type Rule, rulesOf } from './rules.ts';

interface RegisterRule {
  readonly shape: Shape;
  readonly retention: ShapeRetention;
  readonly days: number;
}

/** Ground of what goes by its rule alone. */
export const ended = '保存期满';

/** One batch of one rule in one transaction; how many rows it was. */
async function destroyBatch(
  keeping: Keeping,
  rule: Rule,
  principal: Principal,
  size: number,
): Promise<number> {
  return keeping.store.transaction(async (work) => {
    const found = await sql<{ id: string }>`select ${rule.key}::text as id from ${rule.table}
      where ${rule.isDue(work.now)} and not ${rule.held}
      order by ${rule.from} limit ${size} for update skip locked`.execute(work.db);
    const ids = found.rows.map(({ id }) => id);
    await rule.destroy(work, principal, ids, ended);
    return ids.length;
  });
}

/** A night's work: of each register at most so many rows, so that a long-forgotten rule does not lock the city. */
export async function destroyDue(keeping: Keeping, principal: Principal): Promise<number> {
  const { settings } = keeping.store;
  const size = settings.value('registers.destroy-batch');
  const most = settings.value('registers.destroy-most');
  let all = 0;
  for (const rule of rulesOf(keeping)) {
    for (let done = 0; done < most; ) {
      const rows = await destroyBatch(keeping, rule, principal, Math.min(size, most - done));
      done += rows;
      all += rows;
      if (rows < size) break;
    }
  }
  return all;
}

export function keepRows(keeping: Keeping): RetentionService {
  const { settings } = keeping.store;

  function ruleOf(register: string): RegisterRule | undefined {
    const { shape } = keeping.context(register);
    const { retention } = shape;
    return retention === undefined
      ? undefined
      : { shape, retention, days: settings.value(retention.setting) };
  }

  async function refuseHeld(work: Work, shape: Shape, ids: readonly string[], source: string) {
    const held = await sql`select 1 from ${shape.table} where id = any(${ids}::uuid[])
      and ${isHeld(shape, source)} limit 1`.execute(work.db);
    if (held.rows.length > 0) throw registerErrors.held();
  }

  return {
    rule(register) {
      const found = ruleOf(register);
      if (found === undefined) return undefined;
      const { action, basis, binding } = found.retention.spec;
      return { action, basis, binding, days: found.days };
    },
    until(register, row) {
      const found = ruleOf(register);
      return found && keptUntil(found.retention, row as unknown as PlainRow, found.days)?.toISOString();
    },
    async erase(work, principal, { register, ids, source, ground }) {
      const found = ruleOf(register);
      const { title } = keeping.context(register).shape.info.declaration;
      if (found === undefined) throw registerErrors.noRule({ title });
      const { shape, retention, days } = found;
      const rows = await sql<PlainRow>`select ${shape.select} from ${shape.table}
        where id = any(${ids.filter(isId)}::uuid[]) for update`.execute(work.db);
      for (const row of rows.rows) {
        if (!retention.spec.binding) continue;
        const until = keptUntil(retention, row, days);
        if (until === undefined) throw registerErrors.notBegun({ title });
        if (until > work.now)
          throw registerErrors.stillKept({ title, until: shanghaiDate(until), basis: retention.spec.basis });
      }
      await refuseHeld(work, shape, ids, source);
      const there = rows.rows.map((row) => String(row['id']));
      await destroyRows({ keeping, work, principal }, register, there, ground);
      return there.length;
    },
    async hold(work, by, { register, rows, source, reason }) {
      if (rows.length === 0) return;
      await keeping.trusted(hold).insertMany(
        work,
        by,
        rows.map((row) => ({ register, row, source, reason })),
      );
    },
    async lift(work, by, source) {
      await sql`update registers_hold set lifted_at = ${work.now}, updated_at = ${work.now}, updated_by = ${by}, version = version + 1
        where source = ${source} and lifted_at is null`.execute(work.db);
    },
  };
}
