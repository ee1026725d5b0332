/** The demonstration's keeper of processes, so that the designer can be tried. */
import type { AccessService } from '../../../access/index.ts';

export async function makeDemoDesigner(access: AccessService): Promise<void> {
  const departments = await access.departments();
  const owner = departments.find(({ name }) => name.includes('数据资源')) ?? departments[0];
  if (owner === undefined) return;
  const post = { role: 'flow:designer', department: owner.id, area: owner.area };
  await access.admin.createDemoPeople([
    { account: 'flow-designer', name: '演示流程管理员', kind: 'official', posts: [post] },
  ]);
}
