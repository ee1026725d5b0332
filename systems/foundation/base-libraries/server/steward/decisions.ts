/** The stewards' decisions as the lake applies them, and their keeping: each starts a build of its library. */
import type { Context, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake, type SubjectDecision, type SubjectDecisions } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { libraries, type Library } from '../../data/libraries.ts';
import { decision } from '../../registers/decision.ts';
import { planOf } from '../plans.ts';

const most = 20_000;

export type DecisionKind = SubjectDecision['kind'];

export function decisionsIn(services: Services, library: Library, stage: 'taken' | 'kept') {
  const filter = {
    all: [
      { field: 'library', is: 'equal' as const, value: library.code },
      { field: 'stage', is: 'equal' as const, value: stage },
    ],
  };
  const { db } = services.use(store);
  return services.use(registers).of(decision).trusted.findEvery(db, { filter, sort: 'id', most });
}

/** What the lake asks for before each build. */
export async function decisionsOf(services: Services, dataset: string): Promise<SubjectDecisions> {
  const library = libraries.find((each) => each.dataset === dataset);
  if (library === undefined) return { revision: '', decisions: [] };
  const rows = await decisionsIn(services, library, 'kept');
  const found = rows.flatMap((row): readonly SubjectDecision[] => {
    const { source } = row;
    const key = row.number ?? '';
    if (row.kind === 'value')
      return [{ kind: 'value', key, field: row.field ?? '', source, value: row.value ?? '' }];
    return [{ kind: row.kind === 'merge' ? 'merge' : 'apart', key, source, mark: row.mark ?? '' }];
  });
  return { revision: rows.map((row) => `${row.id}.${row.version}`).join(' '), decisions: found };
}

/** Whoever takes or decides something of a library sees all that was decided before, and none at the same moment. */
export async function inTurn(work: Work, library: Library): Promise<void> {
  await work.inTurn(`base-libraries.decision ${library.code}`);
}

/** With its audit line and the build that applies it, in one transaction. */
export async function keepDecision(
  context: Context,
  library: Library,
  given: {
    readonly kind: DecisionKind;
    readonly source: string;
    readonly number: string;
    readonly reason: string;
    readonly field?: string;
    readonly value?: string;
    readonly mark?: string;
  },
  also?: (work: Work) => Promise<void>,
): Promise<string> {
  const plan = await planOf(context, library);
  const department = plan.sources.find((each) => each.id === given.source)?.department ?? library.owner;
  return context.use(store).transaction(async (work) => {
    await inTurn(work, library);
    await also?.(work);
    const row = await context
      .use(registers)
      .of(decision)
      .trusted.insert(work, context.principal.id, {
        ...given,
        library: library.code,
        stage: 'kept',
        department,
        assignee: context.principal.id,
        assigneeName: context.principal.name,
      });
    context.use(access).audit(work, context.principal, {
      module: 'base-libraries',
      event: 'update',
      objectType: 'decision',
      objectId: row.id,
      result: 'success',
      detail: { library: library.code, kind: given.kind, source: given.source, field: given.field ?? null },
    });
    await context.use(lake).startSubject(plan, context.principal.id, work);
    return row.id;
  });
}
