/** Answers questions on a dataset: the true figures are read and never stored, what goes out is noisy and paid for, or checked and cut. */
import type { LakeService } from '../../lake/service.ts';
import { sql, type Store, type Work } from '../../store/index.ts';
import { sm3, toHex } from '../../trust/index.ts';
import { privacyErrors } from '../errors.ts';
import { addNoise } from '../noise/answer.ts';
import { questionText, type Resolved, resolveQuestion, type Terms } from '../noise/question.ts';
import type { Draw } from '../noise/random.ts';
import { type Cell, tally } from '../noise/tally.ts';
import { checkCell } from '../output/check-output.ts';
import type { Answer, AskNoisy, AskTable, TableCell } from '../service.ts';
import { lockAccounts, spend } from './budget.ts';

const mostRows = 20_000_000;

interface Read {
  readonly resolved: Resolved;
  readonly cells: readonly Cell[];
  readonly batch: string;
}

function fieldsOf(terms: Terms, { question }: Resolved): readonly string[] {
  return [terms.person, question.field, question.by, question.where?.field].filter(
    (name) => name !== undefined,
  );
}

async function batchOf(lake: LakeService, dataset: string): Promise<string> {
  return (await lake.findDataset(dataset))?.batch ?? '';
}

export interface AnswerDeps {
  readonly store: Store;
  readonly lake: LakeService;
  readonly draw: Draw;
}

async function read(
  { lake }: AnswerDeps,
  asked: Pick<AskTable, 'dataset' | 'terms' | 'question'>,
): Promise<Read> {
  const { dataset, terms, question } = asked;
  const resolved = resolveQuestion(terms, question);
  if (resolved === undefined) throw privacyErrors.badQuestion();
  const batch = await batchOf(lake, dataset);
  const fields = fieldsOf(terms, resolved);
  const cells = await tally(
    terms,
    resolved,
    lake.eachRow({ dataset, fields, most: mostRows, way: 'inside' }),
  );
  // Half of one batch and half of the next would be the figures of nothing.
  if (batch !== (await batchOf(lake, dataset))) throw privacyErrors.moved();
  return { resolved, cells, batch };
}

function digest(asked: Pick<AskTable, 'dataset' | 'terms' | 'question'>, batch: string): string {
  const text = `${asked.dataset}\n${batch}\n${questionText(asked.terms, asked.question)}`;
  return toHex(sm3(new TextEncoder().encode(text)));
}

async function findAnswer(work: Work, owner: string, question: string): Promise<Answer | undefined> {
  const found = await sql<{ answer: Answer }>`select answer from privacy_answer
    where owner = ${owner} and question = ${question}`.execute(work.db);
  return found.rows[0]?.answer;
}

/** The same question of the same owner on the same batch is answered as before, at no cost, whatever ε it now names: a second draw would tell more. */
export async function askNoisy<T>(
  deps: AnswerDeps,
  asked: AskNoisy,
  record: (work: Work, answer: Answer, repeated: boolean) => Promise<T>,
): Promise<T> {
  const { id, owner, terms, epsilon } = asked;
  const { resolved, cells, batch } = await read(deps, asked);
  const question = digest(asked, batch);
  return deps.store.transaction(async (work) => {
    const accounts = await lockAccounts(work, asked.accounts);
    const before = await findAnswer(work, owner, question);
    if (before !== undefined) return record(work, before, true);
    await spend(work, id, accounts, epsilon);
    const noisy = addNoise(terms, resolved, cells, epsilon, deps.draw);
    const answer: Answer = { id, question, batch, epsilon, cells: noisy };
    await sql`insert into privacy_answer (id, owner, question, answer, at)
      values (${id}, ${owner}, ${question}, ${JSON.stringify(answer)}::jsonb, ${work.now})`.execute(work.db);
    return record(work, answer, false);
  });
}

function figure({ resolved, terms }: { resolved: Resolved; terms: Terms }, cell: Cell): number | null {
  const { question, number } = resolved;
  if (number === undefined) return terms.perPerson === 1 ? cell.people : cell.rows;
  const sum = Number(cell.sum) * number.step;
  if (question.measure === 'sum') return sum;
  return cell.rows === 0 ? null : sum / cell.rows;
}

/** Exact figures; a cell against which something stands has no value. */
export async function askTable(deps: AnswerDeps, asked: AskTable): Promise<readonly TableCell[]> {
  const { terms, rules, earlier } = asked;
  const { resolved, cells } = await read(deps, asked);
  return cells.map((cell) => {
    const group = cell.group ?? null;
    const shares = resolved.number === undefined ? [] : cell.shares;
    const finding = checkCell({ group, people: cell.people, shares }, earlier, rules);
    const value = finding === undefined ? figure({ resolved, terms }, cell) : null;
    return { group, value, people: finding === undefined ? cell.people : null, finding: finding ?? null };
  });
}
