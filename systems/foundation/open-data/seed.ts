/** Demo data (演示数据): who publishes. What is open he opens himself, through the check. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';

export async function seedOpenData(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople([
    {
      account: 'open-1',
      name: '陶明哲',
      kind: 'official',
      posts: [{ role: 'open-data:publisher', department: 'city-data-resources', area: '341200000000' }],
    },
  ]);
}
