/** Whom an action or verb of a graph may name: people who hold the permission of the task that comes, or of the item itself; readers. */
import { match } from 'pinyin-pro';
import type { Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../../kernel/case.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import type { CandidateRule } from '../../../../../kernel/process.ts';
import type { HoldingPost } from '../../../../access/service.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { stageFacts } from '../../case/gather-facts.ts';
import type { CaseFacts } from '../../step/types.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { TokenCase } from '../token/types.ts';
import { readTokens, tokenCaseOf } from './load-token-case.ts';
import { tokenPowers } from './token-powers.ts';

const mostShown = 100;

export interface Candidates {
  units: { id: string; name: string }[];
  people: { id: string; name: string; unitName: string }[];
}

export interface AskedCandidates {
  readonly id: string;
  readonly action: string;
  readonly search: string;
  readonly item?: string | undefined;
}

const readersVerbs = new Set(['verb.copy', 'verb.circulate']);

/** The task whose holders are asked for: the one that an action leads to, else the item's own. */
function taskFor(process: CaseProcess, before: TokenCase, asked: AskedCandidates): string | undefined {
  const open = openItems(before.tokens);
  const item = open.find((each) => each.id === asked.item) ?? open[0];
  if (item === undefined) return undefined;
  if (asked.action.startsWith('verb.')) return item.node;
  const to = process.stages[item.node]?.actions[asked.action]?.to;
  return to !== undefined && 'stage' in to ? to.stage : undefined;
}

/** Permission whose holders are named: to read for readers, else that of the task. */
function permissionFor(
  kind: CaseKind,
  process: CaseProcess,
  before: TokenCase,
  asked: AskedCandidates,
): string | undefined {
  if (readersVerbs.has(asked.action)) return `${kind.system}:${kind.declaration.allow.read}`;
  const allow = process.stages[taskFor(process, before, asked) ?? '']?.allow;
  return allow === undefined ? undefined : `${kind.system}:${allow}`;
}

interface Naming {
  readonly units: boolean;
  /** The unit to whose people the choice is bound, where the act does not choose the unit. */
  readonly within: string | undefined;
}

/** May the act name units, and is the person one of a unit that the system's own code finds? */
async function namingOf(
  engine: FlowEngine,
  kind: CaseKind,
  process: CaseProcess,
  before: TokenCase,
  asked: AskedCandidates,
): Promise<Naming> {
  const node = taskFor(process, before, asked);
  const rule = ruleOf(process, node);
  if (asked.action.startsWith('verb.') || node === undefined)
    return { units: rule === 'unit', within: undefined };
  if (rule !== 'unit') return { units: rule === 'chosen', within: undefined };
  const from = openItems(before.tokens).find((each) => each.id === asked.item) ?? openItems(before.tokens)[0];
  const needs = process.stages[from?.node ?? '']?.actions[asked.action]?.needs ?? [];
  if (needs.includes('unit')) return { units: true, within: undefined };
  const row = before.row as unknown as PlainRow;
  const { assigned } = await engine.store.transaction((work) =>
    stageFacts(engine, kind, row, node, work, false),
  );
  return { units: false, within: assigned?.unit ?? undefined };
}

function ruleOf(process: CaseProcess, node: string | undefined): CandidateRule['kind'] | undefined {
  const task = findModel(process)?.nodes[node ?? ''];
  return task?.kind === 'user' ? task.candidate.kind : undefined;
}

/** By Chinese, full pinyin or initials, as the pickers of the pages search. */
function isFound(search: string, ...texts: readonly string[]): boolean {
  if (search === '') return true;
  const wanted = search.toLowerCase();
  if (texts.some((text) => text.toLowerCase().includes(wanted))) return true;
  const letters = wanted.replaceAll(' ', '');
  return (
    /^[a-z]+$/.test(letters) &&
    texts.some((text) => match(text, letters, { continuous: true, precision: 'start' }) !== null)
  );
}

/** Each once, with the department in which the choice is bound, else that of his first post. */
function chooseAmong(
  { access }: FlowEngine,
  posts: readonly HoldingPost[],
  search: string,
  self: string,
): Candidates {
  const units = new Map<string, Candidates['units'][number]>();
  const people = new Map<string, Candidates['people'][number]>();
  for (const { subject, name, kind, department: unit } of posts) {
    const department = access.findDepartment(unit);
    const unitName = department?.shortName ?? '';
    if (units.size < mostShown && department !== undefined && !units.has(unit))
      if (isFound(search, department.name, unitName)) units.set(unit, { id: unit, name: department.name });
    const offered = kind === 'official' && subject !== self && !people.has(subject);
    if (offered && people.size < mostShown && isFound(search, name, unitName))
      people.set(subject, { id: subject, name, unitName });
  }
  return { units: [...units.values()], people: [...people.values()] };
}

export async function findGraphCandidates(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  row: CaseFacts,
  asked: AskedCandidates,
): Promise<Candidates> {
  const { access, store } = engine;
  const now = store.clock.now();
  const who = { requestKey: undefined, by: principal.id, type: kind.id, now };
  const loaded = tokenCaseOf(row, await readTokens(store.db, row.id, who));
  const process = await engine.definitions.of(kind, Number(row['processVersion']));
  const powers = await tokenPowers(engine, principal, kind, process, loaded);
  const { supervise } = process.allow;
  // Names of colleagues are for those who hand the work on.
  if (powers.holds.size === 0 && !(supervise !== undefined && powers.may(supervise)))
    throw commonErrors.missing();
  const permission = permissionFor(kind, process, loaded.before, asked);
  if (permission === undefined) return { units: [], people: [] };
  const naming = await namingOf(engine, kind, process, loaded.before, asked);
  const where = naming.within === undefined ? {} : { department: naming.within };
  const found = chooseAmong(engine, await access.holdingPosts(permission, where), asked.search, principal.id);
  return naming.units ? found : { ...found, units: [] };
}
