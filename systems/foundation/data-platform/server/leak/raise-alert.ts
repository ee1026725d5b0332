/** A finding becomes an alert, or joins the open one of the same caller and kind; an exception in force holds it down and counts it. */
import type { Row } from '../../../../../kernel/register.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { type CallerKind, gradeTitles, kindTitles, type LeakKind, openStatuses } from '../../data/words.ts';
import { alert } from '../../registers/alert.ts';
import { exception } from '../../registers/exception.ts';
import { type Finding, Findings, graver } from './finding.ts';

const by = 'data-platform';
/** The newest hours are kept on the alert; the rest is in its history. */
const mostHours = 200;
const recentAlerts = 20;

export interface Caller {
  readonly kind: CallerKind;
  readonly id: string;
  readonly name: string;
  readonly agreement?: string;
  readonly consumer?: string | undefined;
  readonly provider?: string;
}

type AlertRow = Row<typeof alert>;

function isOpen({ status }: { readonly status: string }): boolean {
  return openStatuses.some((each) => each === status);
}

function sameCaller(caller: Caller, kind: LeakKind) {
  return [
    { field: 'caller', is: 'equal', value: caller.id },
    { field: 'kind', is: 'equal', value: kind },
  ] as const;
}

/** True where a person said so until a day that has not passed. */
async function isExcepted(
  services: Services,
  work: Work,
  caller: Caller,
  kind: LeakKind,
  hour: string,
): Promise<boolean> {
  const { trusted } = services.use(registers).of(exception);
  const [found] = await trusted.findMany(work.db, {
    filter: {
      all: [...sameCaller(caller, kind), { field: 'until', is: 'at-least', value: shanghaiDate(work.now) }],
    },
    sort: '-until',
    limit: 1,
  });
  if (found === undefined) return false;
  // An hour is looked at each minute, and counted once.
  if (found.lastHour === null || new Date(found.lastHour).toISOString() < hour)
    await trusted.update(work, by, found, { suppressed: found.suppressed + 1, lastHour: hour });
  return true;
}

async function join(services: Services, work: Work, row: AlertRow, finding: Finding): Promise<void> {
  const { trusted } = services.use(registers).of(alert);
  const known = Findings.safeParse(row.findings).data ?? [];
  const before = known.find(({ hour }) => hour === finding.hour);
  if (before !== undefined && before.calls === finding.calls && before.grade === finding.grade) return;
  const others = known.filter(({ hour }) => hour !== finding.hour);
  const findings = [...others, finding].toSorted((one, other) => (one.hour < other.hour ? -1 : 1));
  const grade = graver(row.grade as Finding['grade'], finding.grade);
  await trusted.update(work, by, row, {
    grade,
    lastAt: work.now.toISOString(),
    hours: row.hours + (before === undefined ? 1 : 0),
    calls: row.calls + finding.calls - (before?.calls ?? 0),
    findings: findings.slice(-mostHours),
  });
  if (grade !== row.grade) await tell(services, work, row.id, row.number, grade, row.kind as LeakKind);
}

async function tell(
  services: Services,
  work: Work,
  id: string,
  number: string,
  grade: Finding['grade'],
  kind: LeakKind,
): Promise<void> {
  if (grade === 'low') return;
  await services.use(messages).send(work, {
    to: { permission: 'data-platform:watch' },
    kind: 'urge',
    title: `数据安全告警（${gradeTitles[grade]}）：${kindTitles[kind]}`,
    body: `告警 ${number}，请核实。`,
    link: `/data-platform/alerts/${id}`,
    once: `${id}/${grade}`,
  });
}

async function open(
  services: Services,
  work: Work,
  caller: Caller,
  kind: LeakKind,
  finding: Finding,
): Promise<void> {
  const id = newId();
  const now = work.now.toISOString();
  const number = `GJ${shanghaiDate(work.now).replaceAll('-', '')}-${id.slice(-6).toUpperCase()}`;
  await services
    .use(registers)
    .of(alert)
    .trusted.insert(work, by, {
      id,
      number,
      kind,
      grade: finding.grade,
      status: 'open',
      callerKind: caller.kind,
      caller: caller.id,
      callerName: caller.name.slice(0, 100),
      agreement: caller.agreement ?? null,
      consumer: caller.consumer ?? null,
      provider: caller.provider ?? null,
      firstAt: now,
      lastAt: now,
      hours: 1,
      calls: finding.calls,
      findings: [finding],
    });
  await tell(services, work, id, number, finding.grade, kind);
}

export async function raiseAlert(
  services: Services,
  work: Work,
  caller: Caller,
  kind: LeakKind,
  finding: Finding,
): Promise<void> {
  if (await isExcepted(services, work, caller, kind, finding.hour)) return;
  const { trusted } = services.use(registers).of(alert);
  const recent = await trusted.findMany(work.db, {
    filter: { all: [...sameCaller(caller, kind)] },
    sort: '-lastAt',
    limit: recentAlerts,
  });
  const running = recent.find(isOpen);
  if (running !== undefined) {
    const locked = await trusted.lock(work, running.id);
    // Somebody may have settled it a moment ago.
    if (locked !== undefined && isOpen(locked)) await join(services, work, locked, finding);
    return;
  }
  // What was judged is judged: the hour's later minutes raise no second alert of it.
  const judged = recent.some((row) =>
    (Findings.safeParse(row.findings).data ?? []).some(({ hour }) => hour === finding.hour),
  );
  if (!judged) await open(services, work, caller, kind, finding);
}
