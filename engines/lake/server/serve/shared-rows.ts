/** All rows of a contract, page after page, as the contract lets them out: of one batch, or not at all. */
import { lakeErrors } from '../../errors.ts';
import type { CoveredField } from '../covered-fields.ts';
import type { SeenRow } from '../../service.ts';
import type { ShareGrant } from '../../types.ts';
import type { Shelf } from '../../shelf.ts';
import { shapeRow } from './shape-row.ts';

const page = 1000;

/** Throws lake.movedOn behind the last row when another batch took the place of the one that was being read. */
export async function* sharedRows(
  shelf: Shelf,
  grant: ShareGrant,
  fields: readonly CoveredField[],
): AsyncGenerator<readonly SeenRow[]> {
  const edition = await shelf.edition(grant.dataset);
  for (let after: string | undefined; ; ) {
    const found = await shelf.read({ dataset: grant.dataset, where: grant.rows, after, size: page });
    if (found.length > 0) yield found.map((row) => shapeRow(row, fields, grant));
    after = found.at(-1)?.key;
    if (found.length < page) break;
  }
  if ((await shelf.edition(grant.dataset)) !== edition) throw lakeErrors.movedOn();
}

/** The fields that the contract names, in the order of the dataset. */
export function sharedFields(fields: readonly CoveredField[], grant: ShareGrant): readonly CoveredField[] {
  return fields.filter((field) => grant.fields.some((each) => each.name === field.name));
}
