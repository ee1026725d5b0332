/** The watch over open tasks: reports that did not come become facts, and reminders climb the ladder, each step once for each limit. */
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { type ReminderStep, ruleTables } from '../../data/tables.ts';
import { reminder } from '../../registers/reminder.ts';
import { task } from '../../task/task.ts';
import { noteFact } from '../score/note-fact.ts';
import { addWorkDays, calendarOf, endOfDay, setting } from '../setting.ts';
import { assisting } from './joint-units.ts';
import { missingPeriods, reportsOf } from './read-light.ts';
import type { TaskRow } from './task-row.ts';

const mostTasks = 10_000;

async function noteMissing(services: Services, work: Work, row: TaskRow): Promise<number> {
  const reports = (await reportsOf(services, work.db, [row.id])).get(row.id) ?? [];
  // One that was sent back stands for its period here: it counts as weak already.
  const missing = missingPeriods(services, row, reports, work.now).filter(
    ({ key }) => !reports.some(({ period }) => period === key),
  );
  for (const { key } of missing)
    await noteFact(services, work, 'supervision', {
      rule: 'report-missing',
      unit: row.lead,
      supervisor: row.supervisor ?? '',
      task: row.id,
      taskTitle: row.title,
      detail: `${key} 没有反馈进展`,
      of: key,
    });
  return missing.length;
}

/** When the step's time comes, and which limit it is about. */
function timeOf(
  services: Services,
  row: TaskRow,
  step: ReminderStep,
): { readonly at: Date; readonly dueAt: Date } {
  const calendar = calendarOf(services);
  const issued = new Date(row.issuedAt ?? row.openedAt);
  const dueAt =
    step.from === 'sign'
      ? addWorkDays(calendar, issued, setting(services, 'sign-days'))
      : new Date(row.dueAt ?? endOfDay(services, row.dueOn));
  return { at: addWorkDays(calendar, dueAt, step.workDays), dueAt };
}

/** Of each ladder the newest step whose time has come; those slept through are not made up for. */
function stepsFor(services: Services, row: TaskRow, now: Date): readonly Pressed[] {
  const { rows } = ruleTables.ladder;
  const due = (from: ReminderStep['from']) =>
    rows.findLast((step) => step.from === from && timeOf(services, row, step).at <= now);
  const step = row.stage === 'sign' || row.stage === 'sign-anew' ? due('sign') : undefined;
  // Who has applied to be closed waits for the office, and is not pressed.
  const late = due('due');
  const pressed = (each: ReminderStep | undefined, units: readonly string[]) =>
    each === undefined ? [] : units.map((unit) => ({ step: each, unit }));
  return [
    ...pressed(step, [row.lead]),
    ...pressed(late, row.appliedAt === null ? [row.lead] : []),
    ...pressed(late, assisting(row)),
  ];
}

async function recipientsOf(
  services: Services,
  work: Work,
  row: TaskRow,
  to: ReminderStep['to'],
  unit: string,
) {
  const guard = services.use(access);
  const holders = (permission: string) =>
    guard.holdersOf(`supervision:${permission}`, { department: unit }, work);
  if (to === 'handler') return holders('handle');
  if (to === 'head') return holders('answer');
  if (to === 'leader')
    return row.leader === null
      ? guard.holdersOf('supervision:decide', { area: row.caseArea ?? '' }, work)
      : [row.leader];
  const office = await guard.holdersOf('supervision:verify', { area: row.caseArea ?? '' }, work);
  return [...new Set([...(await holders('handle')), ...office])];
}

interface Pressed {
  readonly step: ReminderStep;
  /** The lead, or a joint unit that owes its part. */
  readonly unit: string;
}

async function remind(
  services: Services,
  work: Work,
  row: TaskRow,
  { step, unit }: Pressed,
): Promise<boolean> {
  const { trusted } = services.use(registers).of(reminder);
  const dueAt = timeOf(services, row, step).dueAt.toISOString();
  const all = [
    { field: 'task', is: 'equal', value: row.id },
    { field: 'step', is: 'equal', value: step.code },
    { field: 'unit', is: 'equal', value: unit },
  ] as const;
  const sent = await trusted.findMany(work.db, { filter: { all }, limit: 50 });
  // After a delay that was granted the ladder begins anew, for the new limit.
  if (sent.some((each) => new Date(each.dueAt).getTime() === new Date(dueAt).getTime())) return false;
  const to = await recipientsOf(services, work, row, step.to, unit);
  await services.use(messages).send(work, {
    to,
    kind: step.to === 'leader' ? 'supervise' : 'urge',
    title: step.title,
    body: `${row.title}（${row.number}）${unit === row.lead ? '' : '，协办'}`,
    link: `/supervision/tasks/${row.id}`,
  });
  await trusted.insert(work, 'supervision', {
    task: row.id,
    unit,
    supervisor: row.supervisor ?? '',
    step: step.code,
    title: step.title,
    to: step.to,
    people: to.length,
    dueAt,
    at: work.now.toISOString(),
  });
  return true;
}

async function watch(
  services: Services,
  work: Work,
  id: string,
): Promise<{ facts: number; reminders: number }> {
  const row = await services.use(registers).of(task).trusted.lock(work, id);
  // What is suspended is pressed by nobody.
  if (row === undefined || row.status !== 'open') return { facts: 0, reminders: 0 };
  const facts = await noteMissing(services, work, row);
  let reminders = 0;
  for (const step of stepsFor(services, row, work.now))
    if (await remind(services, work, row, step)) reminders += 1;
  return { facts, reminders };
}

/** One transaction for each task; run twice, nothing happens twice. */
export async function watchTasks(services: Services): Promise<{ readonly reminders: number }> {
  const data = services.use(store);
  const filter = { field: 'status', is: 'equal', value: 'open' } as const;
  const open = await services.use(registers).of(task).trusted.findEvery(data.db, { filter, most: mostTasks });
  let reminders = 0;
  for (const { id } of open) {
    const done = await data.transaction((work) => watch(services, work, id));
    reminders += done.reminders;
  }
  return { reminders };
}
