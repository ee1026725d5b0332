/** Code lists of collection: kinds of sources, ways and periods of collecting, states. */
import type { Services } from '../../../../kernel/system.ts';
import { loadModes, sourceKinds } from '../../../../engines/lake/contract.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { schedules, scheduleSource } from '../data/schedules.ts';

export async function loadReference(services: Services): Promise<void> {
  const { codeLists } = services.use(registers);
  await codeLists.loadNames({
    'lake source-kinds': sourceKinds,
    'lake load-modes': loadModes,
    'lake batch-states': {
      running: '采集中',
      loaded: '已入库',
      unchanged: '没有变化',
      failed: '没有完成',
      cancelled: '已取消',
    },
    'data-collection health': { reachable: '连接正常', failed: '连接失败' },
    'data-collection stages': { active: '启用', paused: '停用' },
  });
  const names = Object.fromEntries(schedules.map(({ code, name }) => [code, name]));
  await codeLists.loadNames({ 'data-collection schedules': names }, scheduleSource);
}
