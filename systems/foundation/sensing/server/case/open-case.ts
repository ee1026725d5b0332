/** Opens the case that a rule declares for its alarm, once, and takes what happens to the alarm to the case. */
import { createHash } from 'node:crypto';
import type { CaseType } from '../../../../../kernel/case.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { rules } from '../../../../../engines/rules/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import {
  alarm,
  type AlarmChange,
  type CaseOpening,
  device,
  rule,
  thingModel,
} from '../../../../../engines/telemetry/contract.ts';
import { alarmScope } from './alarm-scope.ts';
import { findOpening } from './find-opening.ts';
import { closeWithCase } from './follow-case.ts';

export type AlarmRow = Row<typeof alarm>;

/** A case row as far as all types have it. */
export interface CaseFacts {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly status: string;
  readonly closedAt: string | null;
  readonly outcome: string | null;
}

interface Telling {
  readonly event: Delivered;
  readonly work: Work;
  readonly services: Services;
  readonly row: AlarmRow;
  readonly opening: CaseOpening;
}

/** Remarks on an alarm that trembles: the first ones and then each tenth, or the case's timeline would be full of them. */
const firstRemarks = 3;
const remarkEvery = 10;
const longestProblem = 300;

/** The same for the same event, so that an event that comes again after a crash opens no second case. RFC 9562 §5.8. */
function caseIdOf(row: AlarmRow, event: Delivered): string {
  const hex = createHash('sha256').update(`${row.id}/${event.position}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function findCaseType(services: Services, id: string): CaseType | undefined {
  const info = services
    .use(registers)
    .all()
    .find((each) => each.id === id);
  return info?.declaration.kind === 'case' ? (info.declaration as CaseType) : undefined;
}

export async function findCase(
  services: Services,
  work: Work,
  type: string,
  id: string,
): Promise<CaseFacts | undefined> {
  return (await services.use(registers).rows(type).trusted.find(work.db, id)) as CaseFacts | undefined;
}

/** The case of the same rule and device before this alarm, if any. */
async function findFormer({ services, work, row, opening }: Telling): Promise<CaseFacts | undefined> {
  if (row.caseId !== null) return findCase(services, work, opening.type, row.caseId);
  const { trusted } = services.use(registers).of(alarm);
  const [former] = await trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'rule', is: 'equal', value: row.rule ?? '' },
        { field: 'device', is: 'equal', value: row.device ?? '' },
        { field: 'caseType', is: 'equal', value: opening.type },
        { not: { field: 'caseId', is: 'empty' } },
      ],
    },
    sort: '-raisedAt',
    limit: 1,
  });
  return former?.caseId == null ? undefined : findCase(services, work, opening.type, former.caseId);
}

function remarkOf(row: AlarmRow): string {
  const value =
    row.value === null ? '' : `，监测值 ${row.value}${row.limit === null ? '' : `（限值 ${row.limit}）`}`;
  return `${row.title}：第 ${row.times ?? 1} 次告警${value}`;
}

async function act(telling: Telling, id: string, action: string, opinion: string): Promise<void> {
  const { services, work, opening } = telling;
  const type = findCaseType(services, opening.type);
  // Locked: whoever is acting on the case at this moment is waited for, instead of one of the two being told that the other was faster.
  const known = (await services.use(registers).rows(opening.type).trusted.lock(work, id)) as
    | CaseFacts
    | undefined;
  if (type === undefined || known === undefined) return;
  await services.use(flow).act(systemPrincipal, type, { id, version: known.version, action, opinion }, work);
}

async function link({ services, work, row }: Telling, caseId: string): Promise<void> {
  if (row.caseId === caseId) return;
  await services.use(registers).of(alarm).trusted.update(work, 'system', row, { caseId, caseProblem: null });
}

function mayReopen({ services, opening }: Telling, { outcome }: CaseFacts): boolean {
  const outcomes = findCaseType(services, opening.type)?.process.outcomes ?? {};
  return outcome !== null && Object.hasOwn(outcomes, outcome) && outcomes[outcome]?.reopen !== undefined;
}

/** Whether the alarm went on with a case that is there already. */
async function goOn(telling: Telling): Promise<boolean> {
  const former = await findFormer(telling);
  if (former === undefined) return false;
  const { opening, row, work } = telling;
  const { within, does } = opening.recurrence;
  if (former.status === 'closed') {
    const since = former.closedAt === null ? 0 : work.now.getTime() - Date.parse(former.closedAt);
    if (does === 'new' || since > within * 1000) return false;
    if (does === 'reopen' && !mayReopen(telling, former)) return false;
    await act(telling, former.id, does === 'reopen' ? 'verb.reopen' : 'verb.comment', remarkOf(row));
  } else if ((row.times ?? 1) <= firstRemarks || (row.times ?? 1) % remarkEvery === 0) {
    await act(telling, former.id, 'verb.comment', remarkOf(row));
  }
  await link(telling, former.id);
  return true;
}

async function valuesOf({ services, work, row, opening }: Telling): Promise<RowInput<CaseType>> {
  const kept = services.use(registers);
  const [judged, sensor] = await Promise.all([
    kept.of(rule).trusted.find(work.db, row.rule ?? ''),
    kept.of(device).trusted.find(work.db, row.device ?? ''),
  ]);
  if (judged === undefined) return {};
  const model = sensor && (await kept.of(thingModel).trusted.find(work.db, sensor.model));
  const scope = alarmScope({ alarm: row, device: sensor, rule: judged, model });
  const values = Object.entries(opening.values).map(
    ([field, expression]) => [field, services.use(rules).evaluate(expression, scope)] as const,
  );
  return { caseArea: row.area, ...Object.fromEntries(values) } as RowInput<CaseType>;
}

/** In its own transaction and under an id of the event: what cannot be opened must not hold up the alarms behind it. */
async function openNew(telling: Telling): Promise<void> {
  const { services, row, event, opening } = telling;
  const type = findCaseType(services, opening.type);
  if (type === undefined) return fail(telling, `没有案件类型“${opening.type}”`);
  const id = caseIdOf(row, event);
  try {
    await services.use(flow).open(systemPrincipal, type, {
      id,
      values: await valuesOf(telling),
      ...(opening.stage === undefined ? {} : { stage: opening.stage }),
      opinion: remarkOf(row),
    });
  } catch (problem) {
    if (!(problem instanceof CityError) || problem.kind === 'unavailable') throw problem;
    const details = problem.problems.map(({ path, message }) => `${path}：${message}`);
    return fail(telling, [problem.message, ...details].join('；'));
  }
  await link(telling, id);
}

/** The alarm stands, says why it has no case, and those on duty are told. */
async function fail({ services, work, row }: Telling, why: string): Promise<void> {
  const caseProblem = why.slice(0, longestProblem);
  await services.use(registers).of(alarm).trusted.update(work, 'system', row, { caseProblem });
  if (row.area === null) return;
  await services.use(messages).send(work, {
    to: { permission: 'telemetry:handle-alarms', area: row.area },
    kind: 'urge',
    title: '告警未能自动立案',
    body: `${row.title}：${caseProblem}`,
    link: `/telemetry/alarms/${row.id}`,
    once: `${row.id}/case`,
  });
}

export async function openCaseOfAlarm(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const change = event.payload as AlarmChange;
  if (change.caseType === null) return;
  // Locked, since the end of its case, a person and the next reading write it as well.
  const row = await services.use(registers).of(alarm).trusted.lock(work, change.alarm);
  const opening = await findOpening(services, work, change.rule);
  if (row === undefined || opening === undefined || row.status === 'closed') return;
  const telling = { event, work, services, row, opening };
  if (change.change === 'cleared') return tellCleared(telling);
  if (!(await goOn(telling))) await openNew(telling);
}

async function tellCleared(telling: Telling): Promise<void> {
  const { services, work, row, opening } = telling;
  if (row.caseId === null) return;
  const known = await findCase(services, work, opening.type, row.caseId);
  if (known === undefined) return;
  if (known.status === 'closed') await closeWithCase(services, work, row, opening, known.number);
  else if ((row.times ?? 1) <= firstRemarks)
    await act(telling, known.id, 'verb.comment', `${row.title}：监测值已恢复`);
}
