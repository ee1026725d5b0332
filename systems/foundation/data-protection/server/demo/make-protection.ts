/** Demo people (演示数据): an officer in each department whose registers are about citizens, and the one who oversees them. */
import { access } from '../../../../../engines/access/service.ts';
import type { Services } from '../../../../../kernel/system.ts';

const city = '341200000000';

/** Each also reads the registers that he answers for, by the roles of their systems. */
const officers = [
  {
    account: 'privacy-data',
    name: '宋知微',
    department: 'city-data-resources',
    roles: ['city-code:record-keeper', 'licence:clerk'],
  },
  {
    account: 'privacy-urban',
    name: '韩明察',
    department: 'city-urban-management',
    roles: ['urban-management:duty-officer'],
  },
  {
    account: 'privacy-water',
    name: '沈若川',
    department: 'city-water-resources',
    roles: ['river-chief:office'],
  },
] as const;

export async function makeProtection(services: Services): Promise<ReadonlyMap<string, string>> {
  const guard = services.use(access);
  const known = new Set(
    guard.contracts.flatMap(({ id, roles }) => Object.keys(roles ?? {}).map((role) => `${id}:${role}`)),
  );
  const people = officers.map(({ account, name, department, roles }) => ({
    account,
    name,
    kind: 'official' as const,
    posts: ['data-protection:officer', ...roles]
      .filter((role) => known.has(role))
      .map((role) => ({ role, department, area: city })),
  }));
  const overseer = {
    account: 'privacy-overseer',
    name: '陆守信',
    kind: 'official' as const,
    posts: [
      { role: 'data-protection:overseer', department: 'city-data-resources', area: city },
      { role: 'registers:retention-keeper', department: 'city-data-resources', area: city },
    ],
  };
  return guard.admin.createDemoPeople([...people, overseer]);
}
