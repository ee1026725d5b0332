/** Demo data (演示数据): who doubts, who verifies, who watches. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';

const area = '341200000000';
const collection = { viewer: 'data-collection:viewer', keeper: 'data-collection:keeper' };

export async function seedQuality(services: Services): Promise<void> {
  const person = (account: string, name: string, department: string, roles: readonly string[]) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [...roles, 'data-catalogue:reader'].map((role) => ({ role, department, area })),
  });
  await services
    .use(access)
    .admin.createDemoPeople([
      person('quality-1', '章若水', 'city-data-resources', ['data-quality:steward', collection.viewer]),
      person('quality-2', '方志远', 'city-market-supervision', ['data-quality:provider', collection.keeper]),
      person('quality-3', '岳承志', 'city-ecology', [
        'data-quality:user',
        'data-quality:doubter',
        collection.keeper,
      ]),
    ]);
}
