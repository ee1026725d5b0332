/** Code lists of collection: kinds of sources, ways and periods of collecting, states. */
import type { Services } from '../../../../kernel/system.ts';
import { loadModes, sourceKinds } from '../../../../engines/lake/contract.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { schedules, scheduleSource } from '../data/schedules.ts';

function entries(
  list: string,
  names: Readonly<Record<string, string>>,
  source: string,
): readonly CodeEntry[] {
  return Object.entries(names).map(([code, name], order) => ({
    list,
    code,
    name,
    parent: null,
    order,
    validFrom: null,
    validTo: null,
    source,
    attributes: {},
  }));
}

const own = '本系统';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.load([
    ...entries('lake source-kinds', sourceKinds, own),
    ...entries('lake load-modes', loadModes, own),
    ...entries(
      'lake batch-states',
      {
        running: '采集中',
        loaded: '已入库',
        unchanged: '没有变化',
        failed: '没有完成',
        cancelled: '已取消',
      },
      own,
    ),
    ...entries('data-collection health', { reachable: '连接正常', failed: '连接失败' }, own),
    ...entries('data-collection stages', { active: '启用', paused: '停用' }, own),
    ...entries(
      'data-collection schedules',
      Object.fromEntries(schedules.map(({ code, name }) => [code, name])),
      scheduleSource,
    ),
  ]);
}
