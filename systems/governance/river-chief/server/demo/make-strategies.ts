/** Demo plans (一河一策) of two rivers: one in force, one still being written (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { strategy, strategyItem } from '../../registers/strategy.ts';
import { describe } from '../strategy/show-strategy.ts';
import { by, type DemoReach } from './make-rivers.ts';

const area = '341200000000';
const department = 'city-water-resources';

const lists: Readonly<
  Record<string, readonly (readonly [text: string, unit: string | null, due: string | null])[]>
> = {
  problem: [
    ['枯水期流量小,局部河段自净能力弱', null, null],
    ['沿岸个别乡镇污水管网不完善,雨天溢流', null, null],
  ],
  target: [['国考断面年均值达到考核目标,“四乱”问题动态清零', null, '2027-12-31']],
  task: [
    ['完成沿河入河排污口排查整治', 'city-ecology', '2026-12-31'],
    ['完成河湖管理范围划界立桩', 'city-water-resources', '2026-12-31'],
  ],
  measure: [
    ['枯水期实施生态补水调度', 'city-water-resources', null],
    ['乡镇污水管网补短板', 'city-housing-construction', '2027-06-30'],
  ],
  duty: [['市级河长每半年巡河并调度一次,县级河长每季度巡河一次', null, null]],
};

export async function makeStrategies(services: Services, reaches: readonly DemoReach[]): Promise<void> {
  const data = services.use(store);
  const rows = services.use(registers);
  await data.transaction(async (work) => {
    for (const [name, status] of [
      ['颍河', 'in-force'],
      ['泉河', 'draft'],
    ] as const) {
      const own = reaches.find((each) => each.riverName === name);
      if (own === undefined) continue;
      const made = await rows.of(strategy).trusted.insert(work, by, {
        id: newId(),
        title: `${name}“一河一策”实施方案(演示)`,
        river: own.river,
        area,
        department,
        from: '2025-01-01',
        to: '2027-12-31',
        edition: 1,
        status,
      });
      const parts = status === 'draft' ? ['problem', 'target'] : Object.keys(lists);
      await rows.of(strategyItem).trusted.insertMany(
        work,
        by,
        parts.flatMap((part) =>
          (lists[part] ?? []).map(([text, unit, due], index) => ({
            strategy: made.id,
            part,
            order: index + 1,
            text,
            unit,
            due,
            area,
          })),
        ),
      );
      if (status === 'draft') continue;
      const content = await describe(services, work.db, made);
      await rows.of(strategy).trusted.update(work, by, made, { content, enforcedOn: shanghaiDate(work.now) });
    }
  });
}
