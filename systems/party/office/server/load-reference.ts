/** Loads the code lists of the office at every start; what people changed since stays. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { documentTable } from '../data/document-kinds.ts';

interface Coded {
  readonly code: string;
  readonly name: string;
}

function entries(list: string, rows: readonly Coded[], source: string, validFrom: string): CodeEntry[] {
  return rows.map(({ code, name }, order) => ({
    list: `office ${list}`,
    code,
    name,
    parent: null,
    order,
    validFrom,
    validTo: null,
    source,
    attributes: {},
  }));
}

export async function loadReference(services: Services): Promise<void> {
  const { source, validFrom, kinds, lists, retentions } = documentTable;
  await services
    .use(registers)
    .codeLists.load([
      ...entries('kinds', kinds, source, validFrom),
      ...Object.entries(lists).flatMap(([list, rows]) => entries(list, rows, source, validFrom)),
      ...entries('retentions', retentions.rows, retentions.source, retentions.validFrom),
    ]);
}
