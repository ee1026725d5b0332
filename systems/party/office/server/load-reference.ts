/** Loads the code lists of the office at every start; what people changed since stays. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { forms } from '../../../../engines/forms/service.ts';
import { rules } from '../../../../engines/rules/service.ts';
import { archives } from '../data/archives.ts';
import { documentTable } from '../data/document-kinds.ts';
import { matters, purchaseTable } from '../data/matters.ts';
import { meetingTable } from '../data/meetings.ts';
import { matterForms } from '../matter/matter-forms.ts';

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

const purchaseTests = [
  ['小额自行采购', 9_999.99, 'own', 1],
  ['比价', 10_000, 'quotes', 2],
  ['集体研究', 200_000, 'meeting', 3],
  ['政府采购', 1_000_000, 'government', 3],
  ['公开招标', 4_000_000, 'tender', 3],
].map(([name, total, way, level], index) => ({
  id: `t${index + 1}`,
  name: String(name),
  input: { 类别: 'goods', 累计金额: total },
  expected: { 采购方式: way, 审批层级: level },
}));

export async function loadReference(services: Services): Promise<void> {
  const { source, validFrom, kinds, lists, retentions } = documentTable;
  const { leaveKinds } = matters;
  await services
    .use(registers)
    .codeLists.load([
      ...entries('kinds', kinds, source, validFrom),
      ...Object.entries(lists).flatMap(([list, rows]) => entries(list, rows, source, validFrom)),
      ...entries('meeting-levels', meetingTable.levels, meetingTable.source, meetingTable.validFrom),
      ...entries('meeting-forms', meetingTable.forms, meetingTable.source, meetingTable.validFrom),
      ...entries('appraisal-decisions', archives.decisions, archives.source, archives.validFrom),
      ...entries('retentions', retentions.rows, retentions.source, retentions.validFrom),
      ...entries('leave-kinds', leaveKinds.rows, leaveKinds.source, leaveKinds.validFrom),
      ...Object.entries(matters.lists).flatMap(([list, rows]) =>
        entries(list, rows, matters.listSource, leaveKinds.validFrom),
      ),
    ]);
  await loadMatters(services);
}

/** The rule and the forms that matters go by; people may change both, and then theirs stand. */
async function loadMatters(services: Services): Promise<void> {
  const { key, source } = matters.purchase;
  await services.use(rules).keep({
    key,
    source,
    title: '采购方式和审批层级',
    department: 'city-finance',
    table: purchaseTable,
    tests: purchaseTests,
  });
  for (const [register, model] of Object.entries(matterForms))
    await services.use(forms).keep(register, model);
}
