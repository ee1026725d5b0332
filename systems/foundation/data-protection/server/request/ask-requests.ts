/** A person asks, follows and takes back. */
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { request } from '../../case/request.ts';
import { getRight, groundWords, rightTable } from '../../data/rights.ts';
import { errors } from '../../errors.ts';
import type { ownRoutes } from '../../routes/own-routes.ts';
import { findHandover } from '../copy/find-handover.ts';
import { departmentName, personalRegisters } from '../hold/describe-register.ts';
import { getOwn, type RequestRow, registersOf } from './request-row.ts';

const pageSize = 20;

/** One register of each department that holds something: its request is about all of that department's. */
async function ownersAsked(context: Context): Promise<readonly string[]> {
  const { personal } = context.use(registers);
  const { db } = context.use(store);
  const byOwner = new Map<string, string>();
  for (const { info } of personalRegisters(context)) {
    const { owner } = info.declaration;
    if (byOwner.has(owner)) continue;
    if ((await personal.count(db, info.id, context.principal.id)) > 0) byOwner.set(owner, info.id);
  }
  if (byOwner.size === 0) throw errors.nothingHeld();
  return [...byOwner.values()];
}

export const ask: Handler<typeof ownRoutes.ask> = async (input, context) => {
  const { kind, register, row, changes, reason } = input;
  if (register === undefined && kind !== 'access') throw errors.nothingHeld();
  const asked = register === undefined ? await ownersAsked(context) : [register];
  return context.use(store).transaction(async (work) => {
    const opened = [];
    for (const one of asked) {
      const values: RowInput<typeof request> = {
        kind,
        register: one,
        ...(row === undefined ? {} : { row }),
        ...(changes === undefined ? {} : { changes }),
        ...(reason ? { reason } : {}),
      };
      const made = await context.use(flow).open(context.principal, request, { stage: kind, values }, work);
      opened.push({ id: made.id, number: made.number });
    }
    return { requests: opened };
  });
};

function stateOf(row: RequestRow): 'open' | 'done' | 'refused' | 'withdrawn' {
  if (row.closedAt === null) return 'open';
  return row.outcome === 'refused' || row.outcome === 'withdrawn' ? row.outcome : 'done';
}

function summarise(context: Context, row: RequestRow) {
  const right = getRight(row.kind);
  return {
    id: row.id,
    number: row.number,
    kind: right.code,
    kindName: right.name,
    title: row.title ?? '',
    ownerName: departmentName(context, row.owner ?? ''),
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    closedAt: row.closedAt,
    state: stateOf(row),
  };
}

export const listRequests: Handler<typeof ownRoutes.myRequests> = async ({ page }, context) => {
  const filter = { field: 'initiator', is: 'equal', value: context.principal.id } as const;
  const found = await context
    .use(registers)
    .of(request)
    .trusted.findMany(context.use(store).db, { filter, sort: '-openedAt', limit: page * pageSize + 1 });
  return {
    rows: found.slice((page - 1) * pageSize, page * pageSize).map((row) => summarise(context, row)),
    more: found.length > page * pageSize,
  };
};

export const readRequest: Handler<typeof ownRoutes.myRequest> = async ({ id }, context) => {
  const { db } = context.use(store);
  const row = await getOwn(context, db, context.principal.id, id);
  const state = stateOf(row);
  const ground = rightTable.grounds.find(({ code }) => code === row.ground);
  const taken = await findHandover(context, db, id);
  const rows = context.use(registers);
  return {
    ...summarise(context, row),
    reason: row.reason,
    answer: state === 'open' ? null : row.answer,
    ground: state === 'refused' && ground !== undefined ? groundWords(ground) : null,
    keptUntil: row.keptUntil,
    registers: registersOf(row).map((one) => rows.find(one)?.declaration.title ?? one),
    takenAt: taken?.at ?? null,
    canTake: row.kind === 'access' && state === 'done' && taken === undefined,
  };
};

export const withdrawRequest: Handler<typeof ownRoutes.withdrawRequest> = async ({ id, reason }, context) => {
  const { principal } = context;
  const row = await getOwn(context, context.use(store).db, principal.id, id);
  const act = { id, version: row.version, action: 'verb.withdraw', opinion: reason };
  await context.use(flow).act(principal, request, act);
  return { done: true as const };
};
