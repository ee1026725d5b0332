/** How a step stands against others on the same case: first by what is seen, and only when somebody was faster with the case locked. */
import { CityError } from '../../../../kernel/errors.ts';
import { hasMovedOn } from '../../../registers/index.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { CaseType } from '../../../../kernel/case.ts';
import type { Store, Work } from '../../../store/index.ts';
import { raisesVersion } from '../step/play-step.ts';
import type { CaseFacts } from '../step/types.ts';
import type { CaseKind } from './case-kinds.ts';

function living(row: unknown): CaseFacts | undefined {
  const found = row as CaseFacts | undefined;
  return found?.['state'] === 'archived' ? undefined : found;
}

export async function lockRow(kind: CaseKind, work: Work, id: string): Promise<CaseFacts | undefined> {
  return living(await kind.rows.trusted.lock(work, id));
}

export async function glanceAtRow(kind: CaseKind, work: Work, id: string): Promise<CaseFacts | undefined> {
  return living(await kind.rows.trusted.find(work.glance, id));
}

/** Writes the step's fields; nobody waits for the row of one that was only looked at, since its version says whether it still stands. */
export async function writeRow(
  kind: CaseKind,
  work: Work,
  by: string,
  row: CaseFacts,
  fields: Readonly<Record<string, unknown>>,
  locked: boolean,
): Promise<CaseFacts> {
  const before = row as unknown as Row<CaseType>;
  const { trusted } = kind.rows;
  const after = locked
    ? await trusted.update(work, by, before, fields as never)
    : await trusted.sendUpdate(work, by, before, fields as never);
  return after as unknown as CaseFacts;
}

/**
 * `run` reads without a lock when `locked` is false: then all that it writes hangs on the row's version, and fails when another step
 * was written meanwhile; and nobody is refused by what was only looked at. A merge holds two rows, and a remark moves no version: they lock at once.
 */
export async function takeStep<T>(
  store: Store,
  kind: CaseKind,
  action: string,
  run: (work: Work, locked: boolean) => Promise<T>,
  given: Work | undefined,
): Promise<T> {
  if (given !== undefined) return run(given, true);
  if (action !== 'verb.merge' && raisesVersion(action)) {
    try {
      return await store.transaction((work) => run(work, false));
    } catch (problem) {
      // A refusal too: the row and its items may have been of two moments, with a step of somebody else between them.
      if (!hasMovedOn(problem) && !(problem instanceof CityError)) throw kind.rows.trusted.readable(problem);
    }
  }
  return store.transaction((work) => run(work, true));
}
