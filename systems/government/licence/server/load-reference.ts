/** Loads the code lists of 电子证照 at every start, and takes imports of existing licences through the same checks as an issue. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { licenceTable } from '../data/licence-types.ts';
import { importLicences } from './import/import-licences.ts';

interface Coded {
  readonly code: string;
  readonly name: string;
}

const acts: readonly Coded[] = [
  { code: 'issue', name: '签发' },
  { code: 'import', name: '归集' },
  { code: 'change', name: '变更换发' },
  { code: 'suspend', name: '暂扣' },
  { code: 'resume', name: '恢复' },
  { code: 'cancel', name: '注销' },
  { code: 'revoke', name: '撤销' },
  { code: 'expire', name: '到期' },
];
const applications: readonly Coded[] = [
  { code: 'new', name: '新办' },
  { code: 'change', name: '变更' },
  { code: 'extend', name: '延续' },
  { code: 'replace', name: '补证' },
];
const consents: readonly Coded[] = [
  { code: 'asked', name: '待答复' },
  { code: 'given', name: '已同意' },
  { code: 'refused', name: '未同意' },
  { code: 'withdrawn', name: '已撤回' },
];
const sources: readonly Coded[] = [
  { code: 'issued', name: '本平台签发' },
  { code: 'imported', name: '部门归集' },
];
const roots: readonly Coded[] = [
  { code: 'trusted', name: '互认' },
  { code: 'withdrawn', name: '已移出' },
];

function entries(list: string, rows: readonly Coded[]): CodeEntry[] {
  const { source, validFrom } = licenceTable;
  return rows.map(({ code, name }, order) => ({
    list: `licence ${list}`,
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
  const rows = services.use(registers);
  await rows.codeLists.load([
    ...entries(
      'types',
      licenceTable.types.map(({ key, name }) => ({ code: key, name })),
    ),
    ...entries('states', licenceTable.states),
    ...entries('holder codes', licenceTable.codeTypes),
    ...entries('acts', acts),
    ...entries('applications', applications),
    ...entries('consents', consents),
    ...entries('sources', sources),
    ...entries('roots', roots),
  ]);
  rows.setRowSink('licence.licence', (given) => importLicences(services, given));
}
