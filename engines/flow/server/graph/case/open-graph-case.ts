/** Opens a case that runs by a graph: its tokens start, and the row is written as they leave it. */
import type { Principal } from '../../../../../kernel/access.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { Work } from '../../../../store/index.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import { actorOf, type FlowEngine } from '../../case/flow-engine.ts';
import { checkUnit } from '../../case/gather-facts.ts';
import { newRow, refuseManaged, rowValues } from '../../case/plan-opening.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { FlowTables } from '../../tables.ts';
import { emptyState } from '../token/state-change.ts';
import type { TokenCase, TokenCommand, TokenPowers } from '../token/types.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import { decideGraphStep } from './gather-token-facts.ts';
import { writeGraphStep } from './play-graph-step.ts';

export interface GraphOpening {
  readonly id: string;
  readonly number: string;
  readonly values: PlainRow;
  /** Start node. */
  readonly start: string;
  readonly unit: string | null;
  readonly person: string | null;
  readonly people?: TokenCommand['target']['people'];
  readonly initiator: string;
  readonly openedAt: string;
  readonly opinion: string | null;
  readonly files: readonly string[];
  readonly title: string;
  /** In a transaction of others: what the database refuses must be told at once, and not at their commit. */
  readonly awaited: boolean;
}

const opener: TokenPowers = {
  holds: new Set(),
  opened: true,
  sees: true,
  automatic: false,
  may: () => false,
};

function commandOf(principal: Principal, opening: GraphOpening): TokenCommand {
  const { unit, person, people, opinion, files, start } = opening;
  return {
    action: 'open',
    by: actorOf(principal, null),
    powers: opener,
    opinion,
    unit,
    person,
    files,
    signature: null,
    values: {},
    item: null,
    target: { stage: start, ...(people === undefined ? {} : { people }) },
  };
}

export async function openGraphCase(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  model: ProcessModel,
  opening: GraphOpening,
  work: Work,
): Promise<CaseFacts> {
  checkUnit(engine.access, opening.unit);
  // The row's first version is that of this step: its items are as old as the row.
  const blank = { ...newRow(kind, opening), version: 0 };
  const before: TokenCase = { row: blank, tokens: emptyState, requests: [], refusedUnits: [] };
  const command = commandOf(principal, opening);
  const asked = { engine, kind, model, row: blank, command, work, principal, before, item: undefined };
  const step = await decideGraphStep({ ...asked, extra: {}, target: undefined });
  const row = { ...blank, ...step.fields } as CaseFacts;
  const values = { id: row.id, ...rowValues(kind, row) };
  const { trusted } = kind.rows;
  const inserting = opening.awaited
    ? trusted.insert(work, principal.id, values as never)
    : trusted.sendInsert(work, principal.id, values as never);
  const written = (await inserting) as unknown as CaseFacts;
  const told = { ...step, fields: rowValues(kind, row), entry: { ...step.entry, title: opening.title } };
  await writeGraphStep(
    engine,
    {
      kind,
      process: kind.process,
      model,
      before,
      command,
      step: told,
      principal,
      work,
      requestKey: undefined,
      actingFor: undefined,
    },
    written,
  );
  return written;
}

/** 拆分: each part is a case of its own from the start, with what the split one knew; the links tell where it came from. */
export async function openSplitParts(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  parent: CaseFacts,
  parts: readonly PlainRow[],
  work: Work,
): Promise<void> {
  const model = findModel(kind.process);
  if (model === undefined) return;
  const numbers = await engine.numbers.take(work.db, kind.process.number, work.now, parts.length);
  const inherited = Object.entries(kind.declaration.fields).flatMap(([name, field]) => {
    const value = parent[name];
    return field.unique || field.managed || value === null || value === undefined
      ? []
      : [[name, value] as const];
  });
  const links = [];
  for (const [index, part] of parts.entries()) {
    refuseManaged(kind, part);
    const child = await openGraphCase(
      engine,
      principal,
      kind,
      model,
      {
        id: newId(),
        number: numbers[index] ?? '',
        values: { ...Object.fromEntries(inherited), ...part, splitFrom: parent.id },
        start: kind.process.start[0] ?? '',
        unit: null,
        person: null,
        initiator: parent.initiator ?? principal.id,
        openedAt: parent.openedAt,
        opinion: null,
        files: [],
        title: `拆自 ${parent.number}`,
        awaited: true,
      },
      work,
    );
    links.push({
      case_id: parent.id,
      other_id: child.id,
      type: kind.id,
      kind: 'split' as const,
      number: parent.number,
      other_number: child.number,
      follower: null,
      at: work.now.toISOString(),
    });
  }
  await work.db.withTables<FlowTables>().insertInto('flow_link').values(links).execute();
}
