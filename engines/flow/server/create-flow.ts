/** Puts the flow engine together: case types, definitions, numbers, and the service that systems use. */
import type { Principal } from '../../../kernel/access.ts';
import type { Row } from '../../../kernel/register.ts';
import { sql } from '../../store/index.ts';
import type { FormService } from '../../forms/service.ts';
import type { MessageService } from '../../messages/service.ts';
import type { RegisterService, RowSink } from '../../registers/index.ts';
import { flowErrors } from '../contract.ts';
import type { BoundCase, FlowService } from '../service.ts';
import { actOnCase } from './case/act-on-case.ts';
import { personForgetter } from './case/forget-person.ts';
import { type CaseKind, openCaseKinds, type PlainRow } from './case/case-kinds.ts';
import { mayReadCaseFile, readCaseRow, readKnownCase } from './case/read-case.ts';
import { readTimeline } from './case/describe-case.ts';
import type { Evaluate, FlowEngine } from './case/flow-engine.ts';
import type { FactSources } from './case/gather-facts.ts';
import { lapseStage } from './case/lapse-stage.ts';
import { loadCases } from './case/load-cases.ts';
import { openCase } from './case/open-case.ts';
import { caseTitles } from './case/title-rows.ts';
import { openNumbers } from './case/take-numbers.ts';
import { checkPermissions } from './graph/check-permissions.ts';
import { addActing } from './graph/case/keep-deputies.ts';
import { deliver, graphConsumer } from './graph/case/deliver-events.ts';
import { openDefinitions } from './definition/keep-definitions.ts';
import opinions from '../data/opinions.json' with { type: 'json' };
import { pushConsumer } from './notice/push-changes.ts';
import { noticeConsumer } from './notice/tell-people.ts';
import { openPhrases, type Phrases } from './phrase/keep-phrases.ts';

export interface FlowDeps extends FactSources {
  readonly registers: RegisterService;
  /** Absent: nobody is told (tests of other parts). */
  readonly messages?: MessageService;
  /** What systems put under `cases`, made by bindCase. A case type without one runs without limits or assignment. */
  readonly cases: readonly unknown[];
  /** Evaluates conditions and expressions of graphs (FEEL); absent: a graph that asks for one is refused. */
  readonly evaluate?: Evaluate;
  /** Judges an expression before it runs; absent: drawings are published unjudged in this. */
  readonly problemOf?: FlowEngine['problemOf'];
  /** Takes the decisions of business rule tasks. */
  readonly rules?: FlowEngine['rules'];
  /** Lets what people fill in through its form. */
  readonly forms?: FormService;
}

export interface FlowServer extends FlowService {
  readonly engine: FlowEngine;
  readonly phrases: Phrases;
  /** Keeps the definitions in force and the codes of case status; the system's `load` calls it at every start. */
  keepDeclared(): Promise<void>;
  /** The row of a case as its page shows it; throws city.missing to whoever is not shown it. */
  readCase(principal: Principal, type: string, id: string): Promise<PlainRow>;
  /** Beside the register's own guard of '<type>:<row id>': whoever is shown a case's row may have its files. */
  mayReadFile(principal: Principal, rest: string): Promise<boolean>;
}

const statusCodes = [
  ['open', '办理中'],
  ['suspended', '已挂起'],
  ['closed', '已办结'],
] as const;

const blankEntry = {
  parent: null,
  validFrom: null,
  validTo: null,
  source: 'engines/flow',
  attributes: {},
};

const mostCounted = 10_000;

function isBound(one: unknown): one is BoundCase {
  return typeof one === 'object' && one !== null && 'type' in one && 'binding' in one;
}

function refuseExpression(expression: string): never {
  throw flowErrors.noEvaluator({ expression: expression.slice(0, 80) });
}

/** Registers its consumer with the store, so call it before the store begins. */
export function createFlow(deps: FlowDeps): FlowServer {
  const { store, registers, messages } = deps;
  const kinds = openCaseKinds(registers, deps.cases.filter(isBound));
  const engine: FlowEngine = {
    ...deps,
    messages,
    kinds,
    definitions: openDefinitions(store),
    numbers: openNumbers(store),
    evaluate: deps.evaluate ?? refuseExpression,
    forms: deps.forms,
  };
  for (const kind of kinds.all()) {
    takeSheets(engine, kind);
    registers.setRowTitles(kind.id, caseTitles(engine, kind));
  }
  store.consume(graphConsumer(() => engine));
  store.consume(personForgetter);
  if (messages !== undefined) {
    store.consume(noticeConsumer(messages, kinds));
    store.consume(pushConsumer(messages, kinds));
  }

  return {
    engine,
    phrases: openPhrases(store),
    // The rows come from the register of this very declaration.
    open: (principal, type, input, work) =>
      openCase(engine, principal, kinds.of(type), input as never, work) as unknown as Promise<
        Row<typeof type>
      >,
    act: (principal, type, act, work) =>
      actOnCase(engine, principal, kinds.of(type), act, work) as unknown as Promise<Row<typeof type>>,
    lapse: (type, lapse) => lapseStage(engine, kinds.of(type), lapse),
    load: (principal, type, input, work) =>
      loadCases(engine, principal, kinds.of(type), input as never, work),
    read: (principal, type, id) =>
      readCaseRow(engine, principal, kinds.of(type), id) as unknown as Promise<Row<typeof type>>,
    deliver: (message) => deliver(engine, message),
    setAbsence: (principal, absence) => addActing(engine, principal, absence),
    keepDeclared: () => keepDeclared(engine),
    readCase: (principal, type, id) => readKnownCase(engine, principal, type, id),
    mayReadFile: (principal, rest) => mayReadCaseFile(engine, principal, rest),
    calendar: () => deps.calendar(),
    timeline: async (principal, type, caseId) => readTimeline(engine, principal, kinds.get(type), caseId),
    async countOpen(type, stage) {
      const found = await sql<{ count: number }>`select count(*)::integer as count from
        (select 1 from flow_work_item where closed_at is null and type = ${type} and (${stage ?? null}::text is null or stage = ${stage ?? null})
          limit ${mostCounted}) as bounded`.execute(store.db);
      return found.rows[0]?.count ?? 0;
    },
  };
}

/** Sheet imports of a case type open cases; each row must lie in the reach of the importer's permission. */
function takeSheets(engine: FlowEngine, kind: CaseKind): void {
  const within = kind.declaration.allow.import;
  if (within === undefined) return;
  const { stage, managed = [] } = kind.binding.import ?? {};
  const sink: RowSink = async ({ work, principal, batch, rows }) => {
    const cases = rows.map(({ id, values }) => ({ id, values }));
    await loadCases(
      engine,
      principal,
      kind,
      { rows: cases as never, batch, within, ...(stage === undefined ? {} : { stage }) },
      work,
    );
  };
  engine.registers.setRowSink(kind.id, sink, ['openedAt', ...managed]);
}

async function keepDeclared({ access, definitions, kinds, registers, store }: FlowEngine): Promise<void> {
  // Of the time when a case had one open item; cases of graphs have several.
  await sql`drop index if exists flow_work_item_open`.execute(store.db);
  checkPermissions({ access, kinds });
  await definitions.keep(kinds);
  await registers.codeLists.load([
    ...statusCodes.map(([code, name], order) => ({ ...blankEntry, list: 'case-status', code, name, order })),
    ...opinions.rows.map((each, order) => ({
      ...blankEntry,
      ...each,
      list: 'flow-opinions',
      order,
      validFrom: opinions.validFrom,
      source: opinions.source,
    })),
  ]);
}
