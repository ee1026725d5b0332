/** What the officer sees of the records behind a request: nothing that his own decision on their register does not show him. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { request } from '../../case/request.ts';
import { groundWords, rightTable } from '../../data/rights.ts';
import type { officerRoutes } from '../../routes/officer-routes.ts';
import { type PersonalRow, showValue, valueOf } from '../hold/describe-register.ts';
import { reaches } from './answer-request.ts';
import { changesOf, type RequestRow, registersOf } from './request-row.ts';

const masked = '***';

/** Old and wanted values of the fields that are to change; what he sees masked of the one he sees masked of the other. */
async function showRow(context: Context, row: RequestRow) {
  const rows = context.use(registers);
  const { declaration, id } = rows.get(row.register);
  const decision = rows.decide(context.principal, id, 'read');
  const seen = await rows.rows(id).get(context.principal, row.row ?? '');
  const titleOf = (one: PersonalRow) =>
    showValue(context, declaration, declaration.titleField, valueOf(one, declaration.titleField));
  const fields = Object.entries(changesOf(row)).map(([name, wanted]) => {
    const field = declaration.fields[name];
    const hides = !decision.permit || rows.hidden(id, decision).has(name);
    return {
      title: field?.title ?? name,
      now: showValue(context, declaration, name, valueOf(seen, name)),
      wanted: hides ? masked : wanted,
      masked: hides,
    };
  });
  const path =
    declaration.kind === 'case' ? `/flow/cases/${id}/${seen.id}` : `/registers/${id}/rows/${seen.id}`;
  return { path, title: titleOf(seen) || declaration.title, fields };
}

export const reviewRequest: Handler<typeof officerRoutes.review> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const shown = await rows.of(request).find(context.principal, id);
  const row = shown && (await rows.of(request).trusted.find(db, id));
  if (row === undefined) throw commonErrors.missing();
  const reach = row.row === null || (await reaches(context, context.principal, row));
  await context.use(access).auditAlone(context.principal, {
    module: 'data-protection',
    event: 'query',
    objectType: 'data-protection.request',
    objectId: id,
    result: 'success',
    detail: { reach },
  });
  const rule = rows.retention.rule(row.register);
  const held =
    row.row === null || row.initiator === null
      ? undefined
      : await rows.personal.find(db, row.register, row.initiator, row.row);
  const until = held === undefined ? undefined : rows.retention.until(row.register, held);
  const free = rule?.binding !== true || (until !== undefined && new Date(until) <= context.now);
  const counted = await Promise.all(
    registersOf(row).map(async (one) => ({
      id: one,
      title: rows.find(one)?.declaration.title ?? one,
      rows: row.row === null ? await rows.personal.count(db, one, row.initiator ?? '') : 1,
    })),
  );
  return {
    registers: counted,
    row: row.row !== null && reach ? await showRow(context, row) : null,
    reach,
    rule:
      rule === undefined
        ? null
        : { basis: rule.basis, days: rule.days, binding: rule.binding, until: until ?? null },
    canErase: row.kind === 'erase' && reach && rule !== undefined && free,
    grounds: rightTable.grounds
      .filter(({ rights }) => rights.some((one) => one === row.kind))
      .map(groundWords),
  };
};
