/** The flow engine's own routes. */
import type { Principal } from '../../../kernel/access.ts';
import { CityError, commonErrors } from '../../../kernel/errors.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract, { type Receipt } from '../contract.ts';
import type { Act } from '../service.ts';
import { actOnCase } from './case/act-on-case.ts';
import type { CaseKind } from './case/case-kinds.ts';
import { describeCase } from './case/describe-case.ts';
import { findCandidates } from './case/find-candidates.ts';
import type { FlowEngine } from './case/flow-engine.ts';
import { openCase } from './case/open-case.ts';
import { deadlineOf, workingDayAfter } from './calendar/answer-calendar.ts';
import { describeCalendar, type KeptCalendar } from './calendar/keep-calendar.ts';
import { warnOfEnd } from './calendar/warn-of-end.ts';
import type { FlowServer } from './create-flow.ts';
import { makeDemoDesigner } from './definition/demo-designer.ts';
import { definitionHandlers } from './definition/definition-handlers.ts';
import { migrateCases, previewMigration } from './definition/migrate/migrate-cases.ts';
import { tellActing } from './acting/tell-acting.ts';
import { addActing, endActing, listActing, representedBy } from './graph/case/keep-deputies.ts';
import { confirmReading, listReadings } from './graph/case/keep-readings.ts';
import { fireStarts } from './graph/case/start-timers.ts';
import { fireWaits } from './graph/case/fire-waits.ts';
import { tellLights } from './notice/tell-lights.ts';
import { outcomeTitle } from './step/build-step.ts';
import { countRequests, listRequests } from './work-list/requests.ts';
import { listDone } from './work-list/done.ts';
import { showItem } from './work-list/show-item.ts';
import { countToDo, listToDo, mostCounted } from './work-list/to-do.ts';

const done = { done: true } as const;

function receipt(row: unknown): Receipt {
  const { id, number, version, stage, status } = row as Receipt;
  return { id, number, version, stage, status };
}

/** Without `undefined` keys, as exact optional types want it. */
function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** A type that nobody declared and one that this person has nothing to do with give the same answer. */
function kindOf(engine: FlowEngine, principal: Principal, type: string): CaseKind {
  if (principal.kind === 'anonymous') throw commonErrors.unauthenticated();
  return engine.kinds.get(type);
}

function describeTypes(engine: FlowEngine, principal: Principal) {
  return engine.kinds.all().flatMap((kind) => {
    const { process, declaration } = kind;
    const permits = (permission: string) =>
      engine.access.decide(principal, `${kind.system}:${permission}`).permit;
    const stages = Object.entries(process.stages).map(([stage, { title }]) => ({ stage, title }));
    // Where only events begin the process nobody opens a case by hand.
    const mayOpen = process.start.length > 0 && permits(process.allow.open);
    if (
      !mayOpen &&
      !permits(declaration.allow.read) &&
      !Object.values(process.stages).some((stage) => permits(stage.allow))
    )
      return [];
    return [
      {
        type: kind.id,
        title: declaration.title,
        system: kind.system,
        mayOpen,
        start: stages.filter((each) => process.start.includes(each.stage)),
        stages,
        outcomes: Object.keys(process.outcomes).map((outcome) => ({
          outcome,
          title: outcomeTitle(process, outcome),
        })),
      },
    ];
  });
}

interface BatchResult {
  id: string;
  done: boolean;
  code: string | null;
  message: string | null;
}

/** Each case in its own transaction: one that cannot be done does not hold up the others. */
async function actOnMany(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  acts: readonly Act[],
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const act of acts) {
    try {
      await actOnCase(engine, principal, kind, act);
      results.push({ id: act.id, done: true, code: null, message: null });
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      const message = problem.problems[0]?.message ?? problem.message;
      results.push({ id: act.id, done: false, code: problem.code, message });
    }
  }
  return results;
}

export function flowSystem(flow: FlowServer, calendar: KeptCalendar): System {
  const { engine, phrases } = flow;
  const sources = { db: engine.store.db, access: engine.access, kinds: engine.kinds };
  const { messages } = engine;
  return defineSystem({
    contract,
    seed: () => makeDemoDesigner(engine.access),
    async load() {
      await calendar.load();
      await flow.keepDeclared();
    },
    jobs: {
      timers: {
        cron: '* * * * *',
        async run() {
          await fireWaits(engine);
          await fireStarts(engine);
        },
      },
      ...(messages === undefined
        ? {}
        : {
            lights: { cron: '* * * * *', run: () => tellLights(engine.store, messages, engine.kinds) },
            calendar: {
              cron: '30 8 * * 1',
              run: () => warnOfEnd(engine.store, messages, calendar.current()),
            },
          }),
    },
    handlers: {
      ...definitionHandlers(engine, calendar.current),
      previewMigration: (input, { principal }) => previewMigration(engine, principal, input),
      migrateCases: (input, { principal }) => migrateCases(engine, principal, input),
      calendar: (_input, { now }) => describeCalendar(calendar.current(), now),
      workingDay: ({ from, days }) => workingDayAfter(calendar.current(), from, days),
      deadline: (input) => deadlineOf(calendar.current(), input),
      types: (_input, context) => describeTypes(engine, context.principal),
      async open({ type, ...input }, context) {
        const kind = kindOf(engine, context.principal, type);
        return receipt(await openCase(engine, context.principal, kind, given(input) as never));
      },
      detail: ({ type, id }, context) =>
        describeCase(engine, context.principal, kindOf(engine, context.principal, type), id),
      async act({ type, ...input }, context) {
        const kind = kindOf(engine, context.principal, type);
        const key = context.requestKey === undefined ? {} : { requestKey: context.requestKey };
        const act = { ...given(input), ...key } as Act;
        return receipt(await actOnCase(engine, context.principal, kind, act));
      },
      candidates: ({ type, ...asked }, context) =>
        findCandidates(engine, context.principal, kindOf(engine, context.principal, type), asked),
      async batch({ type, cases, ...input }, context) {
        const kind = kindOf(engine, context.principal, type);
        const acts = cases.map((each) => ({ ...given(input), ...given(each) }) as Act);
        return { results: await actOnMany(engine, context.principal, kind, acts) };
      },
      async toDo(query, context) {
        const represented = await representedBy(engine, context.principal, context.now);
        const { rows, total, more } = await listToDo(
          sources,
          context.principal,
          query,
          context.now,
          represented,
        );
        const owners = new Map(represented.map(({ owner }) => [owner.id, owner.name]));
        return {
          rows: rows.map((row) => {
            const owner = owners.get(row.holder ?? '');
            const item = showItem(engine.access, engine.kinds, context.now, row, engine.calendar());
            return owner === undefined ? item : { ...item, actingForName: owner };
          }),
          total,
          more,
        };
      },
      done: (query, context) => listDone(sources, context.principal.id, query, context.now),
      requests: (query, context) => listRequests(sources, context.principal, query),
      async counts(_input, context) {
        const represented = await representedBy(engine, context.principal, context.now);
        const stages = await countToDo(sources, context.principal, context.now, represented);
        const total = stages.reduce((sum, each) => sum + each.count, 0);
        return {
          total: Math.min(total, mostCounted),
          more: total > mostCounted,
          requests: await countRequests(sources, context.principal),
          stages: stages.map(({ stage_title: stageTitle, ...each }) => ({
            ...each,
            stageTitle,
            typeTitle: engine.kinds.find(each.type)?.declaration.title ?? each.type,
          })),
        };
      },
      readings: (query, context) => listReadings(engine, context.principal, query),
      async confirmReading({ caseId }, context) {
        await confirmReading(engine, context.principal, caseId);
        return done;
      },
      acting: (_input, context) => listActing(engine, context.principal),
      addActing: (input, { principal }) =>
        addActing(engine, principal, input, (work, made) => tellActing(work, engine, principal, made)),
      async endActing({ id }, context) {
        await endActing(engine, context.principal, id);
        return done;
      },
      phrases: (_input, context) => phrases.list(context.principal.id),
      addPhrase: ({ text }, context) => phrases.add(context.principal.id, text),
      async changePhrase({ id, ...change }, context) {
        await phrases.change(context.principal.id, id, change);
        return done;
      },
      async removePhrase({ id }, context) {
        await phrases.remove(context.principal.id, id);
        return done;
      },
    },
  });
}
