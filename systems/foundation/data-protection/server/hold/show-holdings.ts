/** 本市登记了我的哪些信息: by register, and within one the rows, their personal values as masked as anybody sees them. */
import type { FieldClass } from '../../../../../kernel/access.ts';
import { maskers } from '../../../../../kernel/mask.ts';
import type { Field, Register } from '../../../../../kernel/register.ts';
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import type { ownRoutes } from '../../routes/own-routes.ts';
import { setting } from '../setting.ts';
import {
  departmentName,
  getPersonalRegister,
  type PersonalRegister,
  type PersonalRow,
  personalRegisters,
  showValue,
  valueOf,
} from './describe-register.ts';

const mostRows = 50;

const hidden: readonly (FieldClass | undefined)[] = ['personal', 'sensitive'];

/** Whole values are handed out as a copy only, after the department has answered. */
function shown(services: Services, declaration: Register, name: string, row: PersonalRow): string {
  const field: Field | undefined = declaration.fields[name];
  const value = valueOf(row, name);
  if (field === undefined || value === null) return '';
  const words = showValue(services, declaration, name, value);
  if (!hidden.includes(field.class)) return words;
  return maskers[field.mask ?? 'text'](words);
}

function describe(context: Context, { info }: PersonalRegister, count: number) {
  const { declaration, id } = info;
  const rule = context.use(registers).retention.rule(id);
  return {
    register: id,
    title: declaration.title,
    summary: declaration.summary ?? '',
    ownerName: departmentName(context, declaration.owner),
    count,
    basis: rule?.basis ?? null,
    days: rule?.days ?? null,
  };
}

export const showHoldings: Handler<typeof ownRoutes.holdings> = async (_input, context) => {
  const { personal } = context.use(registers);
  const { db } = context.use(store);
  const rows = [];
  for (const one of personalRegisters(context)) {
    const count = await personal.count(db, one.info.id, context.principal.id);
    if (count > 0) rows.push(describe(context, one, count));
  }
  return { days: setting(context, 'answer-days'), rows };
};

export const showHolding: Handler<typeof ownRoutes.holding> = async ({ register }, context) => {
  const one = getPersonalRegister(context, register);
  const { personal, retention } = context.use(registers);
  const { db } = context.use(store);
  const { declaration, id } = one.info;
  const count = await personal.count(db, id, context.principal.id);
  if (count === 0) throw errors.nothingHeld();
  await context.use(access).auditAlone(context.principal, {
    module: 'data-protection',
    event: 'query',
    objectType: id,
    objectId: context.principal.id,
    result: 'success',
    detail: { rows: count },
  });
  const found = await personal.list(db, id, context.principal.id, mostRows);
  return {
    ...describe(context, one, count),
    more: count > found.length,
    rows: found.map((row) => ({
      id: row.id,
      title: shown(context, declaration, declaration.titleField, row) || declaration.title,
      at: row.createdAt,
      keptUntil: retention.rule(id)?.binding === true ? (retention.until(id, row) ?? null) : null,
      fields: one.correct.map((name) => ({
        name,
        title: declaration.fields[name]?.title ?? name,
        value: shown(context, declaration, name, row),
      })),
    })),
  };
};
