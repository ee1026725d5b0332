/** Handlers of alerts: the evidence, and acknowledging, explaining, dismissing with an exception, turning into a case. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access, type AuditEntry } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { handling } from '../../case/handling.ts';
import { kindTitles, type LeakKind } from '../../data/words.ts';
import { errors } from '../../errors.ts';
import type { Permission } from '../../permissions.ts';
import { alert } from '../../registers/alert.ts';
import { exception } from '../../registers/exception.ts';
import type { alertRoutes } from '../../routes/alert-routes.ts';
import { Findings } from '../leak/finding.ts';
import { setting } from '../setting.ts';

type AlertRow = Row<typeof alert>;

const hour = 3_600_000;
const day = 24 * hour;
const shownHours = 48;
const shownReceipts = 100;
const unsettled: readonly string[] = ['open', 'acknowledged', 'explained'];

function may(context: Context, act: Permission, row: AlertRow): boolean {
  const departments = row.consumer === null ? [] : [row.consumer];
  return decisionMatches(context.use(access).decide(context.principal, `data-platform:${act}`), {
    departments,
  });
}

/** Changes an alert that the caller sees and may act on, with its audit line. */
async function change(
  context: Context,
  id: string,
  act: Permission,
  to: (row: AlertRow, work: Work) => Promise<Parameters<typeof update>[3]>,
  event: AuditEntry['event'] = 'update',
): Promise<{ readonly done: true }> {
  const rows = context.use(registers).of(alert);
  await rows.get(context.principal, id);
  await context.use(store).transaction(async (work) => {
    const locked = await rows.trusted.lock(work, id);
    if (locked === undefined) throw commonErrors.missing();
    if (!may(context, act, locked)) throw commonErrors.forbidden();
    if (locked.status === 'handling') throw errors.inHandling();
    if (!unsettled.includes(locked.status)) throw errors.settled();
    const values = await to(locked, work);
    await update(context, work, locked, values);
    context.use(access).audit(work, context.principal, {
      module: 'data-platform',
      event,
      objectType: 'data-platform.alert',
      objectId: id,
      result: 'success',
      detail: { status: values.status ?? locked.status },
    });
  });
  return { done: true };
}

async function update(
  context: Context,
  work: Work,
  row: AlertRow,
  values: { readonly status?: string; readonly explanation?: string; readonly conclusion?: string },
): Promise<void> {
  await context.use(registers).of(alert).trusted.update(work, context.principal.id, row, values);
}

/** The hours up to the newest finding, so that the eye sees what is usual. */
async function courseOf(context: Context, row: AlertRow, found: ReadonlySet<string>) {
  const newest = [...found].toSorted().at(-1);
  if (row.agreement === null || newest === undefined) return [];
  const from = Date.parse(newest) - (shownHours - 1) * hour;
  const hours = await context.use(lake).watch.hours({
    contracts: [row.agreement],
    from: new Date(from).toISOString(),
    to: new Date(Date.parse(newest) + hour).toISOString(),
  });
  const calls = new Map(hours.map((each) => [each.hour, each.calls]));
  return Array.from({ length: shownHours }, (_, index) => {
    const at = new Date(from + index * hour).toISOString();
    return { hour: at, calls: calls.get(at) ?? 0, found: found.has(at) };
  });
}

async function writeException(
  context: Context,
  work: Work,
  row: AlertRow,
  given: { readonly until: string; readonly reason: string },
): Promise<void> {
  const most = setting(context, 'exception-days');
  const last = shanghaiDate(new Date(work.now.getTime() + most * day));
  if (given.until <= shanghaiDate(work.now) || given.until > last) throw errors.badUntil({ most });
  await context
    .use(registers)
    .of(exception)
    .trusted.insert(work, context.principal.id, {
      id: newId(),
      callerName: row.callerName,
      caller: row.caller,
      kind: row.kind,
      until: given.until,
      reason: given.reason.slice(0, 500),
      suppressed: 0,
      alert: row.id,
      consumer: row.consumer,
    });
}

export const alertHandlers: Handlers<typeof alertRoutes> = {
  async alert({ id }, context) {
    const row = await context.use(registers).of(alert).get(context.principal, id);
    const findings = Findings.safeParse(row.findings).data ?? [];
    const live = unsettled.includes(row.status);
    return {
      findings: findings.toReversed(),
      course: await courseOf(context, row, new Set(findings.map((each) => each.hour))),
      may: {
        acknowledge: row.status === 'open' && may(context, 'watch', row),
        explain: live && may(context, 'explain', row),
        dismiss: live && may(context, 'judge', row),
        handle: live && row.consumer !== null && may(context, 'judge', row),
      },
    };
  },
  async receipts({ id, hour: from, before }, context) {
    const row = await context.use(registers).of(alert).get(context.principal, id);
    if (row.agreement === null) return { receipts: [], more: false };
    const calls = await context.use(lake).calls({
      contracts: [row.agreement],
      from,
      to: new Date(Date.parse(from) + hour).toISOString(),
      before,
      size: shownReceipts + 1,
    });
    return {
      receipts: calls.slice(0, shownReceipts).map(({ id: receipt, at, contract, outcome, rows }) => ({
        id: receipt,
        at,
        contract,
        outcome,
        rows,
      })),
      more: calls.length > shownReceipts,
    };
  },
  acknowledge: ({ id }, context) =>
    change(context, id, 'watch', async (row) => ({
      status: row.status === 'open' ? 'acknowledged' : row.status,
    })),
  explain: ({ id, explanation }, context) =>
    change(context, id, 'explain', async () => ({ status: 'explained', explanation })),
  dismiss: ({ id, reason, until }, context) =>
    change(context, id, 'judge', async (row, work) => {
      if (until !== undefined) await writeException(context, work, row, { until, reason });
      return { status: 'false-alarm', conclusion: reason };
    }),
  async handle({ id, notice }, context) {
    const row = await context.use(registers).of(alert).get(context.principal, id);
    if (!may(context, 'judge', row)) throw commonErrors.forbidden();
    const kind = kindTitles[row.kind as LeakKind];
    const made = await context.use(flow).open(context.principal, handling, {
      values: { alert: id, title: `${kind}：${row.callerName ?? row.number}`.slice(0, 100), notice },
    });
    return { handling: made.id, number: made.number };
  },
};
