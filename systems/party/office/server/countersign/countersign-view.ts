/** How a countersign reads to people: units, verdicts and signers by name. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { nameInList } from '../../data/document-kinds.ts';
import type { countersign } from '../../registers/countersign.ts';
import { departmentName } from '../department-list.ts';

type CountersignRow = Row<typeof countersign>;

export async function showCountersigns(services: Services, rows: readonly CountersignRow[]) {
  const signers = rows.flatMap(({ signer }) => (signer === null ? [] : [signer]));
  const names = await services.use(access).namesOf(signers);
  return rows.map((row) => ({
    id: row.id,
    round: row.round,
    department: row.department,
    departmentName: departmentName(services, row.department),
    state: row.verdict,
    stateName: nameInList('verdicts', row.verdict),
    opinion: row.opinion,
    signerName: row.signer === null ? null : (names.get(row.signer) ?? null),
    signedAt: row.signedAt,
  }));
}
