/** Keeps and takes back what a person enters into his own calendar. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { calendarEntry } from '../../registers/calendar-entry.ts';
import type { scheduleRoutes } from '../../routes/schedule-routes.ts';
import { refuseClassified } from '../refuse-classified.ts';

/** A new entry, or the same one again with what changed; anybody else's id is as good as missing. */
export const keepEntry: Handler<typeof scheduleRoutes.keepEntry> = async ({ id, ...given }, context) => {
  await refuseClassified(context, given);
  const values = {
    ...given,
    startsAt: new Date(given.startsAt).toISOString(),
    endsAt: new Date(given.endsAt).toISOString(),
    place: given.place === '' ? null : given.place,
    note: given.note === '' ? null : given.note,
  };
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(calendarEntry);
    const known = await trusted.lock(work, id);
    const by = context.principal.id;
    if (known === undefined) await trusted.insert(work, by, { id, person: by, ...values });
    else if (known.person !== by || known.visibility === 'removed') throw commonErrors.missing();
    else await trusted.update(work, by, known, values);
    return { id };
  });
};

/** Nothing is deleted from a register: an entry that is taken back is shown to nobody and can be read by its owner in the history. */
export const dropEntry: Handler<typeof scheduleRoutes.dropEntry> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(calendarEntry);
    const known = await trusted.lock(work, id);
    if (known === undefined || known.person !== context.principal.id) throw commonErrors.missing();
    await trusted.update(work, context.principal.id, known, { visibility: 'removed' });
    return { done: true as const };
  });
