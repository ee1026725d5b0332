/** Answers where the devices that move are, narrowed by the one decision. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService } from '../../../access/index.ts';
import { thingModel } from '../../registers/thing-model.ts';
import type { Position, positionRoutes } from '../../routes/position-routes.ts';
import { coordinatesOf, ThingModel } from '../../thing-model.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { readAlarmed, type PositionRow, readGone, readPositions } from '../storage/read-positions.ts';

const day = 86_400_000;
const mostModels = 1000;
/** Who was heard is written every two seconds, and commits take their time: what came in so shortly before is looked at again. */
const overlap = 5000;
/** Six decimals are a decimetre. */
const decimals = 1_000_000;

function compact({ id, name, lon, lat, at, online }: PositionRow): Position {
  const short = (degrees: number) => Math.round(degrees * decimals) / decimals;
  return [id, name, short(lon), short(lat), Math.floor(new Date(at).getTime() / 1000), online];
}

export function positionHandlers(
  engine: TelemetryEngine,
  access: AccessService,
): Handlers<typeof positionRoutes> {
  const { store, registers } = engine;
  const { db } = store;
  async function movingModels() {
    const rows = await registers.of(thingModel).trusted.findMany(db, { limit: mostModels });
    return rows.flatMap(({ id, definition }) => {
      const names = coordinatesOf(ThingModel.safeParse(definition).data?.properties ?? []);
      return names === undefined ? [] : [{ id, ...names }];
    });
  }
  return {
    async positions({ since: from }, { principal, now }) {
      const permit = access.require(principal, 'telemetry:read-devices');
      const alarms = access.decide(principal, 'telemetry:read-alarms');
      const models = await movingModels();
      const most = store.settings.value('telemetry.positions-at-once');
      const oldest = new Date(now.getTime() - store.settings.value('telemetry.last-value-days') * day);
      const since = from === undefined ? undefined : new Date(from);
      const [rows, gone, alarmed] = await Promise.all([
        readPositions(db, permit, { models, oldest, since, limit: most + 1 }),
        since === undefined ? [] : readGone(db, permit, models, since),
        readAlarmed(db, permit, alarms, models),
      ]);
      return {
        positions: rows.slice(0, most).map(compact),
        gone: [...gone],
        alarmed: [...alarmed],
        more: rows.length > most,
        cursor: new Date(now.getTime() - overlap).toISOString(),
        everySeconds: store.settings.value('telemetry.positions-seconds'),
      };
    },
  };
}
