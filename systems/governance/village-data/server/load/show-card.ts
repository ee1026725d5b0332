/** One card at the desk: every value with its source and date, masked by the one decision, and what happened to it. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { household, member } from '../../registers/card.ts';
import { change } from '../../registers/flow.ts';
import type { loadRoutes } from '../../routes/load-routes.ts';
import { departmentName, readFields } from '../catalogue.ts';
import { showRow } from '../card/show-row.ts';

const mostMembers = 100;
const mostChanges = 30;

export const showCard: Handler<typeof loadRoutes.card> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { principal } = context;
  const { db } = context.use(store);
  const row = await rows.of(household).get(principal, id);
  const [people, changes, fields] = await Promise.all([
    rows
      .of(member)
      .list(principal, { where: { household: row.number }, size: mostMembers, sort: 'relation' }),
    rows.of(change).list(principal, { where: { household: id }, size: mostChanges }),
    readFields(context, db),
  ]);
  const names = await context.use(access).namesOf([...new Set(changes.rows.map(({ by }) => by))]);
  await context.use(access).auditAlone(principal, {
    module: 'village-data',
    event: 'query',
    objectType: 'household',
    objectId: id,
    result: 'success',
  });
  const title = (key: string) => fields.find((field) => field.key === key)?.title ?? key;
  return {
    areaName: findDivision(row.area)?.name ?? row.area,
    household: showRow(row, 'household', fields),
    members: people.rows.map((each) => showRow(each, 'member', fields)),
    changes: changes.rows.map((each) => ({
      id: each.id,
      at: each.sentAt,
      kind:
        (each.event === null ? undefined : rows.codeLists.nameOf('village-data life-events', each.event)) ??
        rows.codeLists.nameOf('village-data change-kinds', each.kind) ??
        each.kind,
      by: each.department === null ? (names.get(each.by) ?? '') : departmentName(context, each.department),
      fields: (each.fields ?? []).map(title),
      confirmed: each.confirmed,
    })),
  };
};
