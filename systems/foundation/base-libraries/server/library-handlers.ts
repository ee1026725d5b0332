/** Handlers of libraries as wholes. */
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { type RejectReason, rejectTitles } from '../../../../engines/lake/contract.ts';
import { store } from '../../../../engines/store/service.ts';
import { lake, type SubjectCounts } from '../../../../engines/lake/service.ts';
import { isAboutPeople, libraries } from '../data/libraries.ts';
import { showAreas } from './show-areas.ts';
import type { libraryRoutes } from '../routes/library-routes.ts';
import { departmentName, showFields, showSources } from './describe.ts';
import { planOf } from './plans.ts';
import { reach, type Reached, reachLibrary } from './reach.ts';

const rejectedPage = 50;

/** jsonb is what was written; the copy is only for the reply's type. */
function counts(of: SubjectCounts) {
  return {
    rows: of.rows,
    ended: of.ended,
    conflicted: of.conflicted,
    sources: [...of.sources],
    filled: [...of.filled],
    conflicts: [...of.conflicts],
  };
}

const nothing = { rows: 0, ended: 0, conflicted: 0, sources: [], filled: [], conflicts: [] };

/** Small areas tell of few people: whoever reaches a part of the records sees the figures of his own areas. */
function isWithin(area: string, within: Reached['within']): boolean {
  return within === undefined || within.some((part) => 'area' in part && area.startsWith(part.area));
}

async function showLibrary(code: string, context: Context) {
  const { library, clearance, within } = reachLibrary(context, code, 'read');
  const basin = context.use(lake);
  const [state, [newest]] = [
    await basin.subject(library.dataset),
    await basin.batches({ datasets: [library.dataset], size: 1 }),
  ];
  const plan = state?.plan;
  const may = (act: 'inspect' | 'check' | 'keep') =>
    reach(context, context.principal, library, act) !== undefined;
  const about = await basin.findDataset(library.dataset);
  return {
    title: library.title,
    dataset: library.dataset,
    kind: library.kind,
    summary: library.summary,
    ownerName: departmentName(context, library.owner),
    fields: plan === undefined ? [] : showFields(plan, clearance),
    sources: state === undefined ? [] : await showSources(context, state.plan, state.summary),
    whole: state === undefined ? nothing : counts(state.summary.whole),
    areas: showAreas(
      (state?.summary.areas ?? []).filter(({ area }) => isWithin(area, within)),
      isAboutPeople(library) && !may('inspect')
        ? context.use(store).settings.value('base-libraries.small-cell')
        : 0,
    ),
    won: (state?.summary.won ?? []).map((each) => [...each]),
    builds: (state?.builds ?? []).map(({ at, rows, ended, conflicted, changed }) => ({
      at,
      rows,
      ended,
      conflicted,
      changed,
    })),
    refreshedAt: about?.refreshedAt ?? null,
    problem: newest?.state === 'failed' ? (newest.message ?? '') : null,
    building: newest?.state === 'running',
    byArea: library.area !== undefined,
    mayInspect: may('inspect'),
    mayCheck:
      library.checks.length > 0 &&
      context.use(access).decide(context.principal, 'base-libraries:check').permit,
    mayKeep: may('keep'),
  };
}

export const libraryHandlers: Handlers<typeof libraryRoutes> = {
  async list(_, context) {
    const seen = libraries.filter(
      (library) => reach(context, context.principal, library, 'read') !== undefined,
    );
    const basin = context.use(lake);
    const tables = await basin.findDatasets(seen.map((library) => library.dataset));
    const briefs = [];
    for (const library of seen) {
      const state = await basin.subject(library.dataset);
      briefs.push({
        code: library.code,
        title: library.title,
        kind: library.kind,
        summary: library.summary,
        ownerName: departmentName(context, library.owner),
        sources: library.sources.length,
        rows: state?.summary.whole.rows ?? null,
        ended: state?.summary.whole.ended ?? 0,
        conflicted: state?.summary.whole.conflicted ?? 0,
        refreshedAt: tables.find((table) => table.id === library.dataset)?.refreshedAt ?? null,
      });
    }
    return { libraries: briefs };
  },
  library: ({ code }, context) => showLibrary(code, context),
  async build({ code }, context) {
    const { library } = reachLibrary(context, code, 'keep');
    const job = await context.use(lake).startSubject(await planOf(context, library), context.principal.id);
    await context.use(access).auditAlone(context.principal, {
      module: 'base-libraries',
      event: 'import',
      objectType: 'library',
      objectId: code,
      result: 'success',
    });
    return { job };
  },
  async rejected({ code, source, page }, context) {
    const { library, within } = reachLibrary(context, code, 'inspect');
    // Rows without a key have no area: they are for the source itself and for whoever sees all.
    const own = within === undefined || within.some((each) => 'source' in each && each.source === source);
    const state = await context.use(lake).subject(library.dataset);
    const index = state?.plan.sources.findIndex((each) => each.id === source) ?? -1;
    if (!own || state === undefined || index < 0) return { rows: [], total: 0 };
    const rows = await context
      .use(lake)
      .rejectedRows({ dataset: library.dataset, source, page, size: rejectedPage });
    return {
      rows: rows.map((row) => ({ ...row, reason: rejectTitles[row.reason as RejectReason] })),
      total: state.summary.given[index]?.rejected ?? 0,
    };
  },
};
