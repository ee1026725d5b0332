/** 冲突处理: the cadre looks at both values and takes one; what was written once more meanwhile shows as a conflict anew. */
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { type Place, type Value, valueOf } from '../../card/card.ts';
import { rowOf } from '../../card/merge-edits.ts';
import { errors } from '../../errors.ts';
import { conflict } from '../../registers/flow.ts';
import type { visitRoutes } from '../../routes/visit-routes.ts';
import { readFields } from '../catalogue.ts';
import { lockCard } from '../card/find-card.ts';
import { writeCard } from '../card/write-card.ts';
import { checkIdCard, nameOf, requireReach } from './who-may.ts';

export const settleConflict: Handler<typeof visitRoutes.settle> = async ({ id, choice }, context) => {
  const { trusted } = context.use(registers).of(conflict);
  await context.use(store).transaction(async (work) => {
    const row = await trusted.find(work.db, id);
    if (row === undefined) throw errors.noHousehold();
    const card = await lockCard(context, work, row.household);
    requireReach(context, context.principal, card.household);
    const held = await trusted.lock(work, id);
    if (held === undefined || held.progress !== 'open') throw errors.conflictSettled();
    await trusted.update(work, context.principal.id, held, {
      progress: choice,
      settledBy: context.principal.id,
      settledAt: work.now.toISOString(),
    });
    const place: Place = {
      of: row.member === null ? 'household' : 'member',
      member: row.member,
      field: row.field,
    };
    const at = rowOf(card, place);
    if (at === undefined) throw errors.noMember();
    const mine = (row.mine as { readonly value: Value }).value;
    const value = choice === 'mine' ? mine : valueOf(at, row.field);
    if (choice === 'mine' && row.field === 'idCard')
      await checkIdCard(context, work, card, { member: row.member, value });
    const keeps = choice === 'theirs';
    await writeCard(
      context,
      work,
      card,
      {
        id: newId(),
        kind: 'settle',
        by: context.principal.id,
        byName: nameOf(context),
        source: 'collect',
        at: work.now.toISOString(),
        facts: keeps ? [] : [{ ...place, value }],
        // Whoever keeps the other value has looked at it.
        confirms: keeps && value !== null ? [place] : [],
        adds: [],
        conflicts: 0,
      },
      await readFields(context, work.db),
    );
  });
  return { id };
};
