/** Readings as changes of their devices' entities: one for each device and moment, in the order of time. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { device } from '../../../../../engines/telemetry/contract.ts';
import { type LastOf, type Observed, telemetry } from '../../../../../engines/telemetry/service.ts';
import { attributeName, deviceEntity } from '../../ngsi-ld/device-entity.ts';
import { knownModels } from './known-subscriptions.ts';
import type { News } from './news.ts';

type Reading = Observed['readings'][number];

function groups(readings: readonly Reading[]): ReadonlyMap<string, readonly Reading[]> {
  const found = new Map<string, Reading[]>();
  for (const reading of readings.toSorted((a, b) => a.at - b.at)) {
    const key = `${reading.device} ${reading.at}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [reading]);
    else known.push(reading);
  }
  return found;
}

function lastOf({ at, ...reading }: Reading): LastOf {
  return { ...reading, at: new Date(at).toISOString() };
}

/** The entity as it was with these readings: what they say is theirs, the rest is as it is known now. */
export async function observedNews(
  event: Delivered,
  work: Work,
  services: Services,
): Promise<readonly News[]> {
  const { readings } = event.payload as Observed;
  const ids = [...new Set(readings.map((reading) => reading.device))];
  const [models, rows, last] = await Promise.all([
    knownModels(services),
    services.use(registers).of(device).trusted.findMany(work.db, { ids, limit: ids.length }),
    services.use(telemetry).readLast(ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...groups(readings).values()].flatMap((group): readonly News[] => {
    const row = byId.get(group[0]?.device ?? '');
    const model = row === undefined ? undefined : models.get(row.model);
    if (row === undefined || model === undefined) return [];
    const own = new Set(group.map(({ property }) => property));
    const rest = last.filter((each) => each.device === row.id && !own.has(each.property));
    const { code, definition } = model;
    const areaName = findDivision(row.area)?.name ?? row.area;
    const entity = deviceEntity({
      row,
      model: code,
      definition,
      last: [...group.map(lastOf), ...rest],
      areaName,
    });
    return [
      {
        entity,
        trigger: 'updated',
        changed: [...own].map((property) => attributeName(code, property)),
        governed: { area: row.area, departments: [row.department] },
        permissions: ['sensing:watch', 'telemetry:read-devices'],
      },
    ];
  });
}
