/** Handlers of rejected rows: shown masked by what the caller may read, mended, replayed, dropped; each act in the audit. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { LakeFields } from '../../../../engines/lake/contract.ts';
import {
  covered,
  type CoveredField,
  isHidden,
  lakeErrors,
  maskValue,
} from '../../../../engines/lake/index.ts';
import { lake, type Letter } from '../../../../engines/lake/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { datasetRoutes } from '../routes/dataset-routes.ts';
import { replay } from './collect.ts';
import { clearanceFor, reachDataset } from './reach.ts';
import { showProblems } from './show-problems.ts';

type Clearance = ReturnType<typeof clearanceFor>;

/** What breaks them is still a value of its field. */
const ownReasons: ReadonlySet<string> = new Set(['required', 'duplicate', 'range']);

/** Fields whose cell does not hold what the field says: in a row whose columns have slipped it is another one's value. */
function strayOf(letter: Letter): ReadonlySet<string> {
  const strays = letter.problems.filter(({ reason }) => !ownReasons.has(reason));
  return new Set(strays.map(({ field }) => field));
}

/**
 * Columns that no field maps are of unknown kind: only who may read everything sees them. So is a cell that may be of a field which the asker does
 * not see.
 */
function showCells(
  letter: Letter,
  fields: readonly CoveredField[],
  clearance: Clearance,
): { readonly cells: Record<string, string | null>; readonly masked: string[] } {
  const bySource = new Map(fields.map((field) => [field.source, field]));
  const strays = fields.some((field) => isHidden(field, clearance)) ? strayOf(letter) : new Set<string>();
  const cells: Record<string, string | null> = {};
  const masked: string[] = [];
  for (const [column, value] of Object.entries(letter.cells)) {
    const known = bySource.get(column);
    const field = known !== undefined && strays.has(known.name) ? undefined : known;
    const hidden = field === undefined ? clearance !== 'sensitive' : isHidden(field, clearance);
    if (hidden) masked.push(column);
    if (field === undefined) cells[column] = hidden && value !== null ? '＊＊＊' : value;
    else cells[column] = maskValue(field, value, clearance);
  }
  return { cells, masked };
}

export const letterHandlers: Pick<Handlers<typeof datasetRoutes>, 'letters' | 'mend' | 'replay' | 'drop'> = {
  replay,
  async letters({ id, ...query }, context) {
    const row = await reachDataset(context, context.principal, id, 'preview');
    const fields = covered(context.use(store), row.id, LakeFields.parse(row.fields), 'page');
    const clearance = clearanceFor(context.principal, row.department);
    const found = await context.use(lake).letters({ dataset: id, ...query });
    await context.use(access).auditAlone(context.principal, {
      module: 'data-collection',
      event: 'query',
      objectType: 'dead-letter',
      objectId: id,
      result: 'success',
      detail: { shown: found.letters.length },
    });
    return {
      total: found.total,
      letters: found.letters.map((letter) => ({
        id: letter.id,
        batch: letter.batch,
        row: letter.row,
        version: letter.version,
        state: letter.state,
        problems: showProblems(letter.problems, fields),
        ...showCells(letter, fields, clearance),
      })),
    };
  },
  async mend({ id, version, cells }, context) {
    const [letter] = await context.use(lake).findLetters([id]);
    if (letter === undefined) throw commonErrors.missing();
    const row = await reachDataset(context, context.principal, letter.dataset, 'keep-datasets');
    // The rest of the row is put back as it was read: by then it must still be what the mender saw.
    if (letter.version !== version) throw lakeErrors.letterStale();
    const fields = covered(context.use(store), row.id, LakeFields.parse(row.fields), 'page');
    const clearance = clearanceFor(context.principal, row.department);
    const { masked } = showCells(letter, fields, clearance);
    const known = new Set(fields.map((field) => field.source));
    const wrong = Object.keys(cells).filter((column) => !known.has(column) || masked.includes(column));
    if (wrong.length > 0)
      throw commonErrors.invalid(
        {},
        wrong.map((column) => ({ path: `cells.${column}`, message: '不能更正这一列' })),
      );
    await context.use(store).transaction(async (work) => {
      await context.use(lake).mendLetter(work, { id, version }, { ...letter.cells, ...cells });
      context.use(access).audit(work, context.principal, {
        module: 'data-collection',
        event: 'update',
        objectType: 'dead-letter',
        objectId: id,
        result: 'success',
        detail: { columns: Object.keys(cells).length },
      });
    });
    return { done: true as const };
  },
  async drop({ id, letters, reason }, context) {
    await reachDataset(context, context.principal, id, 'keep-datasets');
    const found = await context.use(lake).findLetters(letters);
    if (found.length < letters.length || found.some((letter) => letter.dataset !== id))
      throw commonErrors.missing();
    return context.use(store).transaction(async (work) => {
      const dropped = await context.use(lake).dropLetters(work, letters, context.principal.id);
      context.use(access).audit(work, context.principal, {
        module: 'data-collection',
        event: 'delete',
        objectType: 'dead-letter',
        objectId: id,
        result: 'success',
        detail: { dropped, reason },
      });
      return { dropped };
    });
  },
};
