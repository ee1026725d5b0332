/** Loads rights and grounds with their clauses at every start. */
import { registers } from '../../../../engines/registers/service.ts';
import type { Services } from '../../../../kernel/system.ts';
import { exportStates } from '../data/export-states.ts';
import { policyLists, policySource } from '../data/policies.ts';
import { rightTable } from '../data/rights.ts';

export async function loadReference(services: Services): Promise<void> {
  const { source, validFrom, rights, grounds } = rightTable;
  const common = { parent: null, validFrom, validTo: null };
  const { codeLists } = services.use(registers);
  await codeLists.loadNames({ 'data-protection export-states': exportStates }, '本市导出审批');
  await codeLists.loadNames(policyLists, policySource);
  await codeLists.load([
    ...rights.map(({ code, name, clause }, order) => ({
      ...common,
      list: 'data-protection rights',
      code,
      name,
      order,
      source: `${source}${clause}`,
      attributes: { clause },
    })),
    ...grounds.map(({ code, name, clause, rights: of }, order) => ({
      ...common,
      list: 'data-protection grounds',
      code,
      name,
      order,
      source: `${source}${clause}`,
      attributes: { clause, rights: of },
    })),
  ]);
}
