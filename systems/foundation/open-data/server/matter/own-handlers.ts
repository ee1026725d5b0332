/** Handlers of somebody who is signed in: key, grants, applications, wishes, corrections, ratings. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { matter } from '../../case/matter.ts';
import { publication } from '../../registers/publication.ts';
import { rating } from '../../registers/rating.ts';
import type { ownRoutes } from '../../routes/own-routes.ts';
import { getOpen } from '../find-open.ts';
import { endKeys, grantsOf, isInForce, issueKey, keysOf } from '../use/keys.ts';
import { starsOf } from '../use/stars.ts';
import { refusePersonal } from './refuse-personal.ts';

const mostMatters = 100;

async function open(context: Context, stage: 'apply' | 'want' | 'mend', values: object) {
  const input = { stage, values: { kind: stage, ...values } };
  const { id, number } = await context.use(flow).open(context.principal, matter, input);
  return { id, number };
}

function matterShown(context: Context, row: Row<typeof matter>) {
  const outcomes: Readonly<Record<string, { readonly title: string }>> = matter.process.outcomes;
  const closed = row.closedAt !== null;
  const outcome = outcomes[row.outcome ?? '']?.title ?? '已办结';
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    kindName: context.use(registers).codeLists.nameOf('open-data matter-kinds', row.kind) ?? row.kind,
    title: row.title ?? '',
    text: row.text,
    state: closed ? outcome : '办理中',
    closed,
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    answer: closed ? row.answer : null,
  };
}

async function grantsShown(context: Context) {
  const { db } = context.use(store);
  const rows = await grantsOf(context, context.principal.id);
  const ids = [...new Set(rows.map((row) => row.publication))];
  const named =
    ids.length === 0
      ? []
      : await context.use(registers).of(publication).trusted.findMany(db, { ids, limit: ids.length });
  const uses = await context
    .use(lake)
    .open.uses({ targets: ids, caller: context.principal.id, from: shanghaiDate(context.now) });
  return rows.map((row) => {
    const opened = named.find(({ id }) => id === row.publication);
    return {
      id: row.id,
      code: opened?.code ?? '',
      name: opened?.name ?? '',
      callsPerDay: row.callsPerDay,
      endsOn: row.endsOn,
      active: isInForce(row, context.now),
      usedToday: uses
        .filter(({ target, kind }) => target === row.publication && kind === 'call')
        .reduce((sum, { calls }) => sum + calls, 0),
    };
  });
}

async function findRating(context: Context, id: string) {
  const { trusted } = context.use(registers).of(rating);
  const slot = { field: 'slot', is: 'equal', value: `${id}:${context.principal.id}` } as const;
  const [row] = await trusted.findMany(context.use(store).db, { filter: slot, limit: 1 });
  return row;
}

export const ownHandlers: Handlers<typeof ownRoutes> = {
  async mine(_, context) {
    const { trusted } = context.use(registers).of(matter);
    const filter = { field: 'initiator', is: 'equal', value: context.principal.id } as const;
    const rows = await trusted.findMany(context.use(store).db, {
      filter,
      sort: '-openedAt',
      limit: mostMatters,
    });
    const [key] = await keysOf(context, context.principal.id);
    return {
      key: key === undefined ? null : { ending: key.ending, issuedAt: key.issuedAt },
      grants: await grantsShown(context),
      matters: rows.map((row) => matterShown(context, row)),
    };
  },
  issueKey: async (_, context) => ({ key: await issueKey(context, context.principal.id) }),
  async revokeKey(_, context) {
    await context.use(store).transaction((work) => endKeys(context, work, context.principal.id));
    return { done: true as const };
  },
  async apply({ code, purpose, callsPerDay, days }, context) {
    const { row } = await getOpen(context, code);
    return open(context, 'apply', { publication: row.id, text: purpose, callsPerDay, days });
  },
  want: ({ wanted, department, text }, context) =>
    open(context, 'want', { wanted, text, ...(department === undefined ? {} : { owner: department }) }),
  async mend({ code, field, text }, context) {
    const { row, fields } = await getOpen(context, code);
    const named = fields.find(({ name }) => name === field)?.title;
    return open(context, 'mend', {
      publication: row.id,
      text,
      ...(named === undefined ? {} : { field: named }),
    });
  },
  async rate({ code, stars, comment }, context) {
    refusePersonal(comment);
    const { row } = await getOpen(context, code);
    const before = await findRating(context, row.id);
    const { trusted } = context.use(registers).of(rating);
    const ratedOn = shanghaiDate(context.now);
    // A comment that was changed is looked at anew.
    const given = { stars, comment, ratedOn, shown: before?.comment === comment ? before.shown : false };
    const by = context.principal.id;
    await context.use(store).transaction(async (work) => {
      if (before !== undefined) await trusted.update(work, by, before, given);
      else {
        const slot = `${row.id}:${by}`;
        const whose = { publication: row.id, provider: row.provider, rater: by, slot };
        await trusted.insert(work, by, { ...whose, ...given });
      }
    });
    return (await starsOf(context, [row.id])).get(row.id) ?? { average: null, count: 0 };
  },
  async ownRating({ code }, context) {
    const { row } = await getOpen(context, code);
    const own = await findRating(context, row.id);
    return { stars: own?.stars ?? null, comment: own?.comment ?? '', shown: own?.shown ?? false };
  },
};
