/** All rows of a dataset's visible file, page after page, for whoever writes them in a form of his own. */
import path from 'node:path';
import type { Store } from '../../store/index.ts';
import { lakeErrors } from '../errors.ts';
import type { SeenRow } from '../service.ts';
import type { Duck } from './duck/open-duck.ts';
import { findDataset } from './load/batch-rows.ts';
import { lakeFolder } from './load/loading.ts';
import { quoteColumn, quoteText } from './load/quote.ts';
import { seenRow } from './read-rows.ts';

const page = 2000;

/** Unmasked: the caller has decided which fields go out. */
export async function* eachRow(
  deps: { readonly store: Store; readonly duck: Duck },
  query: { readonly dataset: string; readonly fields: readonly string[]; readonly most: number },
): AsyncGenerator<SeenRow> {
  const dataset = await findDataset(deps.store.db, query.dataset);
  if (dataset === undefined || dataset.file === null) throw lakeErrors.noData();
  const wanted = new Set(query.fields);
  const fields = dataset.fields.filter((field) => wanted.has(field.name));
  const list = fields.map((field) => quoteColumn(field.name)).join(', ');
  const from = `read_parquet(${quoteText(path.join(lakeFolder(deps.store), dataset.file))}, file_row_number = true)`;
  for (let after = 0; after < query.most; after += page) {
    const until = Math.min(after + page, query.most);
    const rows = await deps.duck.session((session) =>
      session.run(
        `select ${list} from ${from} where file_row_number >= ${after} and file_row_number < ${until} order by file_row_number`,
      ),
    );
    for (const row of rows) yield seenRow(row, fields, 'sensitive');
    if (rows.length < until - after) return;
  }
}
