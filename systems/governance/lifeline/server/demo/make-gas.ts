/** A demo closed space beside a gas pipe with its monitor (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { gasSpace } from '../../registers/gas-space.ts';

const by = 'lifeline:demo';
const note = '演示数据';
export const demoSpace = {
  code: 'demo-gas-space-1',
  name: '演示路口雨水井',
  volume: 12,
  changes: 0.5,
  department: 'city-gas',
  area: '341202000000',
  position: { lon: 115.8012, lat: 32.8903 },
} as const;

export async function makeGas(services: Services): Promise<void> {
  const rows = services.use(registers);
  const { code, name, volume, changes, department, area, position } = demoSpace;
  await services.use(store).transaction(async (work) => {
    const [model] = await rows.of(thingModel).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'gas-space-monitor' },
      limit: 1,
    });
    const sensor = await rows.of(device).trusted.insert(work, by, {
      code,
      name: `${name}可燃气体监测仪`,
      model: model?.id ?? '',
      department,
      area,
      place: name,
      position,
      protocol: 'mqtt',
      stage: 'active',
      group: '城市生命线',
      note,
    });
    await rows.of(gasSpace).trusted.insert(work, by, {
      name,
      pipe: `中压 A 级 DN200（${note}）`,
      volume,
      changes,
      device: sensor.id,
      area,
      department,
      position,
    });
  });
}
