/** What a case of a graph shows besides the row: branches with all their signers, what is waited for, readers, and who acts for whom. */
import type { AccessService } from '../../../../access/index.ts';
import type { CaseDetail, Reader, Signer, Waiting } from '../../../contract.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { lightOf, remainingTime, unitOf } from '../../step/clock.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { FlowTables } from '../../tables.ts';
import { openItems } from '../token/decide-tokens.ts';
import { serialOf } from '../token/join.ts';
import type { Item, TokenCase, TokenState } from '../token/types.ts';
import type { FoundPowers } from './token-powers.ts';

const mannerTitles: Readonly<Record<Item['manner'], string>> = {
  signer: '',
  parallel: '并加签',
  after: '后加签',
  before: '前加签',
  delegate: '委派',
  detour: '退回补正',
};

export interface ShownGraph {
  readonly engine: FlowEngine;
  readonly model: ProcessModel;
  readonly before: TokenCase;
  readonly powers: FoundPowers;
  /** Names of people; a reader who is no official sees none. */
  readonly names: ReadonlyMap<string, string>;
  /** Units of people who hold something by name only. */
  readonly units: ReadonlyMap<string, string | null>;
  readonly reader: string;
  readonly official: boolean;
}

export function peopleOf({ items }: TokenState): readonly string[] {
  return Object.values(items).flatMap(({ person, claimedBy, addedBy }) =>
    [person, claimedBy, addedBy].filter((each): each is string => each !== null),
  );
}

function unitName(access: AccessService, unit: string | null): string | null {
  return unit === null ? null : (access.findDepartment(unit)?.shortName ?? unit);
}

/** Officials see names; anybody else his own only. */
function shownName({ names, official, reader }: ShownGraph, person: string): string {
  return (official || person === reader ? names.get(person) : undefined) ?? '工作人员';
}

function showSigner(shown: ShownGraph, item: Item): Signer {
  const { engine, model, before, powers, names, units, official, reader } = shown;
  const { row, tokens } = before;
  const task = model.nodes[item.node];
  const now = engine.store.clock.now();
  const suspended = row.status === 'suspended';
  const person = item.claimedBy ?? item.person;
  const known = official || person === reader;
  const action = task?.kind === 'user' && item.action !== null ? task.actions[item.action] : undefined;
  const running = { dueAt: item.dueAt, suspended: suspended || item.state !== 'open' };
  return {
    stage: item.node,
    stageTitle: task?.title ?? item.node,
    unit: item.unit,
    unitName: unitName(engine.access, item.unit ?? (known ? (units.get(item.person ?? '') ?? null) : null)),
    person: known ? person : null,
    personName: person === null ? null : shownName(shown, person),
    since: item.createdAt,
    dueAt: item.dueAt,
    light: lightOf(now, { ...running, yellowAt: item.yellowAt }),
    ...remainingTime(engine.calendar(), now, { ...running, unit: unitOf(item.limit ?? tokens.whole) }),
    item: item.id,
    state: item.state,
    manner: item.manner,
    mannerTitle: mannerTitles[item.manner],
    addedByName: item.addedBy === null || !official ? null : (names.get(item.addedBy) ?? null),
    // How others voted is for those who work on it.
    vote: official ? item.vote : null,
    actionTitle: official ? (action?.title ?? null) : null,
    mine: powers.holds.has(item.id),
    actingForName: powers.actingFor.get(item.id)?.name ?? null,
  };
}

function showWaiting({ model, before }: ShownGraph): Waiting[] {
  return Object.values(before.tokens.waits)
    .filter((wait) => model.nodes[wait.node]?.kind !== 'boundary' || wait.incident !== null)
    .map(({ node, kind, dueAt, incident }) => ({
      node,
      title: model.nodes[node]?.title ?? node,
      kind,
      dueAt,
      incident,
    }));
}

/** What the reader's own task says of each field; a field that one of his tasks lets him edit he may edit. */
function rightsOf({ model, before, powers }: ShownGraph): NonNullable<CaseDetail['fieldRights']> {
  const rights: Record<string, 'editable' | 'visible' | 'hidden'> = {};
  for (const item of openItems(before.tokens)) {
    const task = model.nodes[item.node];
    if (!powers.holds.has(item.id) || task?.kind !== 'user') continue;
    for (const [name, right] of Object.entries(task.fields ?? {}))
      if (rights[name] !== 'editable') rights[name] = right;
  }
  return rights;
}

export function showGraph(shown: ShownGraph): Pick<CaseDetail, 'signers' | 'waiting' | 'fieldRights'> {
  const items = Object.values(shown.before.tokens.items).toSorted((a, b) => serialOf(a.id) - serialOf(b.id));
  return {
    signers: items.map((item) => showSigner(shown, item)),
    waiting: showWaiting(shown),
    fieldRights: rightsOf(shown),
  };
}

/** Fields that the reader's task hides are as if they were not there. */
export function withoutHidden(
  row: Readonly<Record<string, unknown>> | undefined,
  rights: NonNullable<CaseDetail['fieldRights']>,
): Readonly<Record<string, unknown>> | undefined {
  if (row === undefined) return undefined;
  return Object.fromEntries(Object.entries(row).filter(([name]) => rights[name] !== 'hidden'));
}

/** Who is to read the case, and who has; for officials only. */
export async function readersOf(engine: FlowEngine, row: CaseFacts): Promise<Reader[]> {
  const rows = await engine.store.db
    .withTables<FlowTables>()
    .selectFrom('flow_reader')
    .selectAll()
    .where('case_id', '=', row.id)
    .orderBy('sent_at')
    .execute();
  const names = await engine.access.namesOf(rows.map((each) => each.person));
  return rows.map((each) => ({
    person: each.person,
    name: names.get(each.person) ?? '工作人员',
    kind: each.kind,
    sentName: each.sent_name,
    sentAt: each.sent_at,
    readAt: each.read_at,
  }));
}
