/** Demo data (演示数据): who watches, who judges, who explains for a department. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';

const area = '341200000000';
const overview = [
  'data-collection:viewer',
  'data-catalogue:reader',
  'data-quality:steward',
  'data-sharing:authority',
];

export async function seedPlatform(services: Services): Promise<void> {
  const person = (account: string, name: string, department: string, roles: readonly string[]) => ({
    account,
    name,
    kind: 'official' as const,
    posts: roles.map((role) => ({ role, department, area })),
  });
  await services
    .use(access)
    .admin.createDemoPeople([
      person('platform-1', '程立言', 'city-data-resources', ['data-platform:judge', ...overview]),
      person('platform-2', '谢闻道', 'city-data-resources', ['data-platform:watcher', ...overview]),
      person('platform-3', '魏思远', 'city-ecology', [
        'data-platform:officer',
        'data-catalogue:reader',
        'data-sharing:user',
      ]),
    ]);
}
