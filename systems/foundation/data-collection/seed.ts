/** Demo data (演示数据): three departments' files with the usual flaws, collected through the real engine. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { collectFile } from './seed/collect-file.ts';
import { demoDatasets, demoPeople } from './server/demo/demo-datasets.ts';

const by = 'data-collection:demo';
const city = '341200000000';

export async function seedCollection(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demoPeople.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [{ role: `data-collection:${role}`, department, area: city }],
    })),
  );
  for (const { csv, agreement, ...given } of demoDatasets)
    await collectFile(services, by, { ...given, content: csv() }, agreement);
}
