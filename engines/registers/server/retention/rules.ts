/** Every rule of keeping in one form, of registers and of engines' own tables: what is due, what holds it back, and how it goes. */
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import type { KeptTable } from '../../../../kernel/register.ts';
import type { Work } from '../../../store/service.ts';
import type { Condition } from '../row/filter-condition.ts';
import type { RowContext } from '../row/row-context.ts';
import { destroyRows, recordDestruction } from './destroy-rows.ts';
import { isDue, isHeld } from './due-rows.ts';
import type { Keeping } from './keeping.ts';

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly ownerName: string;
  readonly kind: 'register' | 'case' | 'table';
  readonly action: 'delete' | 'anonymise';
  readonly basis: string;
  readonly binding: boolean;
  readonly days: number;
  readonly fromTitle: string;
  /** Field of the register's list; null where it has none. */
  readonly fromField: string | null;
  readonly counts: 'date' | 'moment';
  readonly table: RawBuilder<unknown>;
  readonly key: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly held: Condition;
  isDue(now: Date): Condition;
  destroy(work: Work, principal: Principal, ids: readonly string[], ground: string): Promise<void>;
}

const day = 86_400_000;
const metaTitles: Readonly<Record<string, string>> = { createdAt: '登记时间', updatedAt: '更新时间' };

function ruleOfRegister(keeping: Keeping, { shape, access }: RowContext): Rule | undefined {
  const { retention } = shape;
  if (retention === undefined) return undefined;
  const { declaration, id } = shape.info;
  const { spec } = retention;
  const days = keeping.store.settings.value(retention.setting);
  const field = shape.byName.get(spec.from);
  return {
    id,
    title: declaration.title,
    ownerName: access.findDepartment(declaration.owner)?.name ?? declaration.owner,
    kind: declaration.kind,
    action: spec.action,
    basis: spec.basis,
    binding: spec.binding,
    days,
    fromTitle: field?.field.title ?? metaTitles[spec.from] ?? spec.from,
    fromField: field === undefined ? null : spec.from,
    counts: retention.kind,
    table: shape.table,
    key: sql.ref('id'),
    from: sql.ref(retention.column),
    held: isHeld(shape),
    isDue: (now) => isDue(shape, retention, days, now),
    destroy: (work, principal, ids, ground) => destroyRows({ keeping, work, principal }, id, ids, ground),
  };
}

function ruleOfTable(keeping: Keeping, kept: KeptTable): Rule {
  const days = keeping.store.settings.value(kept.setting);
  const { id, title, basis } = kept;
  const table = sql.table(kept.table);
  const key = sql.ref(kept.key);
  return {
    id,
    title,
    ownerName: '平台',
    kind: 'table',
    action: 'delete',
    basis,
    binding: false,
    days,
    fromTitle: kept.fromTitle,
    fromField: null,
    counts: 'moment',
    table,
    key,
    from: sql.ref(kept.from),
    held: sql<boolean>`false`,
    isDue: (now) =>
      sql<boolean>`${sql.ref(kept.from)} <= ${new Date(now.getTime() - days * day).toISOString()}::timestamptz`,
    async destroy(work, principal, ids, ground) {
      await sql`delete from ${table} where ${key} = any(${ids}::${sql.raw(kept.keyType)}[])`.execute(work.db);
      await recordDestruction(
        { keeping, work, principal },
        { register: id, title, module: id.split('.')[0] ?? id, action: 'delete', basis, days, ids, ground },
      );
    },
  };
}

/** As they are set now. */
export function rulesOf(keeping: Keeping): readonly Rule[] {
  const ofRegisters = keeping.contexts().flatMap((context) => ruleOfRegister(keeping, context) ?? []);
  return [...ofRegisters, ...keeping.kept.map((kept) => ruleOfTable(keeping, kept))];
}
