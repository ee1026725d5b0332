/** All rows of a dataset's visible file, page after page, for whoever writes them in a form of his own. */
import type { Way } from '../../../kernel/access.ts';
import type { Store } from '../../store/index.ts';
import { lakeErrors } from '../errors.ts';
import type { SeenRow } from '../service.ts';
import type { DatasetRow } from '../types.ts';
import { covered } from './covered-fields.ts';
import type { Duck } from './duck/open-duck.ts';
import { findDataset } from './load/batch-rows.ts';
import { quoteColumn, quoteText } from './load/quote.ts';
import { seenRow, withheldFields } from './read-rows.ts';
import { filesOf, notReplaced } from './visible-rows.ts';

const page = 2000;

/** Masked by policies alone: the caller has decided which fields go out. What stays inside the city's own reckoning is not masked. */
export async function* eachRow(
  deps: { readonly store: Store; readonly duck: Duck },
  query: {
    readonly dataset: string | DatasetRow;
    readonly fields: readonly string[];
    readonly most: number;
    readonly way?: Way | 'inside';
  },
): AsyncGenerator<SeenRow> {
  const dataset =
    typeof query.dataset === 'string' ? await findDataset(deps.store.db, query.dataset) : query.dataset;
  if (dataset === undefined || dataset.file === null) throw lakeErrors.noData();
  const wanted = new Set(query.fields);
  const chosen = dataset.fields.filter((field) => wanted.has(field.name));
  const { way = 'open' } = query;
  const fields = withheldFields(way === 'inside' ? chosen : covered(deps.store, dataset.id, chosen, way));
  const list = fields.map((field) => quoteColumn(field.name)).join(', ');
  const { store, duck } = deps;
  let left = query.most;
  for (const file of filesOf(store, dataset)) {
    const from = `read_parquet(${quoteText(file)}, file_row_number = true)`;
    const [counted] = await duck.session((session) =>
      session.run(`select count(*)::bigint as n from ${from}`),
    );
    const total = Number(counted?.['n'] ?? 0);
    for (let after = 0; after < total && left > 0; after += page) {
      const rows = await duck.session((session) =>
        session.run(
          `select ${list} from ${from} as kept where ${notReplaced(store, dataset)}
           and file_row_number >= ${after} and file_row_number < ${after + page} order by file_row_number limit ${left}`,
        ),
      );
      for (const row of rows) yield seenRow(row, fields, 'public');
      left -= rows.length;
    }
  }
}
