/** Code lists of states and kinds. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';

const lists = {
  'open-data statuses': { published: '已开放', withheld: '暂停', withdrawn: '已撤下' },
  'open-data grant-states': { active: '有效', ended: '已终止' },
  'open-data key-states': { active: '有效', ended: '已停用' },
  'open-data matter-kinds': { apply: '有条件开放申请', want: '数据需求', mend: '纠错' },
} as const;

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(lists);
}
