/** Handlers of sharing: keys, the gateway, contracts in use and their receipts. */
import { createReadStream } from 'node:fs';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';
import type { routes } from '../routes.ts';
import { grantOrExpire } from './expire-agreements.ts';
import { grantFor, termsOf } from './grants.ts';
import { may } from './may.ts';
import { auditsReceipts } from './receipt-handlers.ts';
import { setStatus } from './set-status.ts';
import { setting } from './setting.ts';

const shownDays = 30;
const day = 86_400_000;

/** A contract that the caller sees, or none. */
async function seenAgreement(context: Context, id: string) {
  return context.use(registers).of(agreement).get(context.principal, id);
}

async function issueKey(
  context: Context,
  id: string,
  atOnce: boolean,
): Promise<{ readonly app: string; readonly key: string; readonly overlapHours: number }> {
  const rows = context.use(registers).of(application);
  const row = await rows.get(context.principal, id);
  if (!may(context, 'apply', [row.department])) throw commonErrors.forbidden();
  if (row.link !== null) throw errors.farApplication();
  // A key that leaked ends at once; otherwise the application has time to change over.
  const overlapHours = atOnce ? 0 : setting(context, 'key-overlap-hours');
  const key = await context.use(lake).issueKey(id, overlapHours);
  await context.use(store).transaction(async (work) => {
    const locked = await rows.trusted.lock(work, id);
    if (locked === undefined) throw commonErrors.missing();
    await rows.trusted.update(work, context.principal.id, locked, {
      stage: 'issued',
      keyAt: work.now.toISOString(),
    });
    context.use(access).audit(work, context.principal, {
      module: 'data-sharing',
      event: 'config',
      objectType: 'application-key',
      objectId: id,
      result: 'success',
      detail: { overlapHours },
    });
  });
  return { app: id, key, overlapHours };
}

export const handlers: Handlers<typeof routes> = {
  key: ({ id, atOnce }, context) => issueKey(context, id, atOnce),
  async call(input, context) {
    const grantOf = () => grantOrExpire(context, input.contract, input.app, context.now);
    const reply = await context.use(lake).call(input, grantOf);
    return { ...reply, rows: [...reply.rows] };
  },
  callLater: (input, context) => context.use(lake).callLater(input),
  async fetchLater(input, context) {
    const { id, state, expiresAt, code, reason, answer } = await context.use(lake).fetchLater(input);
    return {
      state,
      expiresAt,
      code,
      reason,
      rows: answer === null ? null : [...answer.rows],
      next: answer?.next ?? null,
      receipt: state === 'answered' ? id : null,
    };
  },
  async laterCalls({ id }, context) {
    await seenAgreement(context, id);
    const calls = await context.use(lake).laterCalls(id);
    return {
      calls: calls.map((call) => ({
        id: call.id,
        at: call.at,
        expiresAt: call.expiresAt,
        state: call.state,
        reason: call.reason,
        endedAt: call.endedAt,
      })),
    };
  },
  async agreement({ id }, context) {
    const row = await seenAgreement(context, id);
    const terms = termsOf(row);
    const from = shanghaiDate(new Date(context.now.getTime() - shownDays * day));
    const days = await context.use(lake).usage([id], from);
    return {
      fields: terms.fields,
      rows: Object.entries(terms.rows).map(([field, values]) => ({ field, values: [...values] })),
      days: days.map(({ day: on, calls, rows }) => ({ day: on, calls, rows })),
      mayClose: may(context, 'authorise', [row.consumer, row.provider]),
      mayUse: may(context, 'apply', [row.consumer]),
    };
  },
  async calls({ id, before, size }, context) {
    await seenAgreement(context, id);
    const found = await context.use(lake).calls({ contracts: [id], before, size: size + 1 });
    const apps = new Map<string, string>();
    for (const app of new Set(found.map((call) => call.app))) {
      const row = await context.use(registers).of(application).trusted.find(context.use(store).db, app);
      apps.set(app, row?.name ?? '');
    }
    return {
      calls: found.slice(0, size).map((call) => ({
        id: call.id,
        at: call.at,
        application: apps.get(call.app) ?? '',
        outcome: call.outcome,
        rows: call.rows,
      })),
      more: found.length > size,
    };
  },
  async file({ id }, context) {
    const row = await seenAgreement(context, id);
    if (!may(context, 'apply', [row.consumer])) throw commonErrors.forbidden();
    if (row.link !== null) throw errors.farCallsOnly();
    const grant = await grantFor(context, id, row.application, context.now);
    const made = await context.use(lake).sharedFile({ app: row.application, contract: id }, grant);
    await context.use(access).auditAlone(context.principal, {
      module: 'data-sharing',
      event: 'export',
      objectType: 'agreement',
      objectId: id,
      result: 'success',
      detail: { rows: made.rows, receipt: made.receipt },
    });
    return {
      contentType: 'text/csv; charset=utf-8',
      body: createReadStream(made.at),
      fileName: `${row.number}.csv`,
      headers: { 'x-receipt': made.receipt },
    };
  },
  async receipt({ id }, context) {
    const call = await context.use(lake).findCall(id);
    if (call === undefined) throw commonErrors.missing();
    const row = await context.use(registers).of(agreement).trusted.find(context.use(store).db, call.contract);
    if (row === undefined || !auditsReceipts(context, row)) await seenAgreement(context, call.contract);
    const receipt = await context.use(lake).receipt(id);
    return {
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(receipt, null, 1)),
      fileName: `receipt-${id}.json`,
    };
  },
  async end({ id, reason }, context) {
    const row = await seenAgreement(context, id);
    if (!may(context, 'apply', [row.consumer])) throw commonErrors.forbidden();
    if (row.link !== null) throw errors.farEnd();
    await context
      .use(store)
      .transaction((work) => setStatus(context, work, context.principal, { id, status: 'ended', reason }));
    return { done: true as const };
  },
  async close({ id, status, reason }, context) {
    const row = await seenAgreement(context, id);
    if (!may(context, 'authorise', [row.consumer, row.provider])) throw commonErrors.forbidden();
    await context
      .use(store)
      .transaction((work) => setStatus(context, work, context.principal, { id, status, reason }));
    return { done: true as const };
  },
};
