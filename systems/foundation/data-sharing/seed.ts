/** Demo data (演示数据): people who ask, give and decide, and two applications. Contracts come of themselves when they are used. */
import type { Services } from '../../../kernel/system.ts';
import { newId } from '../../../kernel/ids.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import demo from './server/demo-sharing.json' with { type: 'json' };
import { application } from './registers/application.ts';

const by = 'data-sharing:demo';
const city = '341200000000';

export async function seedSharing(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, roles, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: roles.map((role) => ({ role, department, area: city })),
    })),
  );
  await services.use(store).transaction(async (work) => {
    for (const app of demo.applications)
      await services
        .use(registers)
        .of(application)
        .trusted.insert(work, by, { id: newId(), ...app });
  });
}
