/** The networks of marked layers, built from their shapes once a version and kept while they are asked for. */
import { takeTurns, TooLong } from '../../../../../kernel/take-turns.ts';
import { buildNetwork, type Network, NetworkTooLarge, type Road } from '../../../../../engines/maps/index.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { oneWayValues } from '../../data/one-way-values.ts';
import { errors } from '../../errors.ts';
import { RoadMarks } from '../../routes/network-routes.ts';
import { type KeptShape, keyOf, type LayerRow, shapesOf } from '../layer/uploaded.ts';
import { setting } from '../setting.ts';

export interface KeptNetwork {
  readonly network: Network;
  readonly oneWays: number;
  readonly badSpeeds: number;
}

/** Networks that stay in memory. */
const mostKept = 4;
const memories = new WeakMap<object, Map<string, Promise<KeptNetwork>>>();

function memoryOf(services: Services): Map<string, Promise<KeptNetwork>> {
  const owner = services.use(store);
  const found = memories.get(owner) ?? new Map<string, Promise<KeptNetwork>>();
  memories.set(owner, found);
  return found;
}

export function marksOf({ roads }: LayerRow): RoadMarks | undefined {
  const parsed = RoadMarks.safeParse(roads);
  return parsed.success ? parsed.data : undefined;
}

function wayOf(value: unknown): Road['way'] {
  const text = String(value ?? '')
    .trim()
    .toLowerCase();
  if ((oneWayValues.forward as readonly string[]).includes(text)) return 'forward';
  return (oneWayValues.backward as readonly string[]).includes(text) ? 'backward' : 'both';
}

/** Undefined for what is no speed of a road. */
function speedOf(value: unknown): number | undefined {
  const speed =
    typeof value === 'number' ? value : Number(String(value ?? '').replace(/\s*(?:km\/h|公里.*)$/i, ''));
  return speed >= 1 && speed <= 200 ? speed : undefined;
}

function toRoad({ row, geometry }: KeptShape, { oneWayColumn, speedColumn, speed }: RoadMarks) {
  const properties = (row.properties ?? {}) as Readonly<Record<string, unknown>>;
  const written = speedColumn === null ? speed : speedOf(properties[speedColumn]);
  const road: Road = {
    id: row.id,
    name: row.title ?? '',
    paths: geometry.kind === 'line' ? geometry.paths : [],
    way: oneWayColumn === null ? 'both' : wayOf(properties[oneWayColumn]),
    kilometresAnHour: written ?? speed,
  };
  return { road, isBad: written === undefined };
}

async function build(services: Services, row: LayerRow, marks: RoadMarks): Promise<KeptNetwork> {
  const mostMilliseconds = setting(services, 'route-milliseconds') * 4;
  const turns = takeTurns(mostMilliseconds);
  const roads: Road[] = [];
  let badSpeeds = 0;
  for (const shape of await shapesOf(services, row)) {
    const { road, isBad } = toRoad(shape, marks);
    roads.push(road);
    if (isBad) badSpeeds += 1;
    await turns();
  }
  const mostEdges = setting(services, 'network-edges');
  const network = await buildNetwork(roads, { tolerance: marks.tolerance, mostEdges, mostMilliseconds });
  return { network, badSpeeds, oneWays: roads.filter(({ way }) => way !== 'both').length };
}

/** Throws one-map.networkTooLarge, one-map.routeTooLong. */
export async function networkOf(services: Services, row: LayerRow, marks: RoadMarks): Promise<KeptNetwork> {
  const kept = memoryOf(services);
  const key = `${keyOf(row)} ${JSON.stringify(marks)}`;
  const found = kept.get(key) ?? build(services, row, marks);
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  try {
    return await found;
  } catch (problem) {
    // A failed building must not stay.
    kept.delete(key);
    if (problem instanceof NetworkTooLarge)
      throw errors.networkTooLarge({ most: setting(services, 'network-edges') });
    if (problem instanceof TooLong) throw errors.routeTooLong();
    throw problem;
  }
}
