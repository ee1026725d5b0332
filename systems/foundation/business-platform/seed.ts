/** Demo data (演示数据): people who build, offer and govern, three applications, and some interfaces on offer. Calls come of themselves when somebody calls. */
import type { Services } from '../../../kernel/system.ts';
import { newId } from '../../../kernel/ids.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { application } from './registers/application.ts';
import { interfaceVersion } from './registers/interface.ts';
import demo from './server/demo-market.json' with { type: 'json' };
import { mostVersions } from './server/declared.ts';

const by = 'business-platform:demo';
const city = '341200000000';
const dayMilliseconds = 86_400_000;

export async function seedMarket(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, roles, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: roles.map((role) => ({ role, department, area: city })),
    })),
  );
  await services.use(store).transaction(async (work) => {
    const rows = services.use(registers);
    for (const app of demo.applications)
      await rows.of(application).trusted.insert(work, by, { id: newId(), ...app, status: 'active' });
    const { trusted } = rows.of(interfaceVersion);
    const now = work.now.toISOString();
    for (const row of await trusted.findEvery(work.db, { most: mostVersions })) {
      if (!demo.published.includes(row.key)) continue;
      const old = row.key === demo.deprecated.key;
      await trusted.update(work, by, row, {
        status: old ? 'deprecated' : 'published',
        publishedAt: now,
        ...(old
          ? {
              deprecatedAt: now,
              sunsetOn: shanghaiDate(new Date(work.now.getTime() + demo.deprecated.days * dayMilliseconds)),
              reason: demo.deprecated.reason,
            }
          : {}),
      });
    }
  });
}
