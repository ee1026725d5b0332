/** The rows that count of a dataset, as DuckDB reads them: its first file and those that later batches added, without the rows they replaced. */
import path from 'node:path';
import type { Store } from '../../store/index.ts';
import type { DatasetRow } from '../types.ts';
import { lakeFolder } from './load/loading.ts';
import { quoteText } from './load/quote.ts';

/** Paths of the files with rows, the first one in front; none before the first batch. */
export function filesOf(store: Store, dataset: DatasetRow): readonly string[] {
  if (dataset.file === null) return [];
  const files = [dataset.file, ...dataset.increments.map((each) => each.file)];
  return files.map((file) => path.join(lakeFolder(store), file));
}

/** Where a row of the table called 'kept' has not been replaced by a later batch; rows are known by the batch and number they came with. */
export function notReplaced(store: Store, dataset: DatasetRow): string {
  const files = dataset.increments.flatMap(({ replaced }) => (replaced === null ? [] : [replaced]));
  if (files.length === 0) return 'true';
  const list = files.map((file) => quoteText(path.join(lakeFolder(store), file))).join(', ');
  return `not exists (select 1 from read_parquet([${list}]) as gone where gone._batch = kept._batch and gone._row = kept._row)`;
}

/** To stand after 'from'. The dataset must have a file. */
export function visibleRows(store: Store, dataset: DatasetRow): string {
  const files = filesOf(store, dataset).map(quoteText).join(', ');
  return `(select * from read_parquet([${files}], union_by_name = true) as kept where ${notReplaced(store, dataset)})`;
}
