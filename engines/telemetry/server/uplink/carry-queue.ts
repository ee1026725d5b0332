/** Carries what waits for a link over its connection, in batches; each is off the queue once the platform above answered what was said after it. */
import type { RegisterService } from '../../../registers/index.ts';
import type { Store } from '../../../store/index.ts';
import { alarm as alarmRegister } from '../../registers/alarm.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { rule as ruleRegister } from '../../registers/rule.ts';
import { heardBy, RuleDefinition } from '../../rule.ts';
import type { Jt809Edition, Jt809Position } from '../codec/jt809/message.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import type { KnownDevice } from '../device/known-device.ts';
import type { MainLink } from './main-link.ts';
import {
  alarmBody,
  missedBody,
  positionBody,
  positionOf,
  registrationBody,
  vehicleOf,
} from './make-bodies.ts';
import { readPlaces } from './read-places.ts';
import { reaches, type UplinkRow } from './uplink-members.ts';
import { findUnregistered, noteRegistered, noteTaken, readWaiting, type Waiting } from './uplink-rows.ts';

export interface CarryDeps {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly devices: DeviceIndex;
}

const dynamic = 0x1200;
const alarms = 0x1400;
const alive = 0x1005;
const aliveAnswer = 0x1006;

/** Whatever was said before has arrived when its answer comes: the connection keeps the order, and so does who reads it. */
export async function keepAlive(line: MainLink): Promise<void> {
  await line.ask(alive, { kind: 'empty' }, aliveAnswer);
}

interface Counts {
  sent: number;
  replayed: number;
  alarms: number;
  leftOut: number;
}

/** A vehicle of the batch and what waits of it, oldest first. */
interface Load {
  readonly device: KnownDevice;
  readonly plate: string;
  readonly items: Waiting[];
}

async function loadsOf(
  deps: CarryDeps,
  link: UplinkRow,
  waiting: readonly Waiting[],
  counts: Counts,
): Promise<readonly Load[]> {
  await deps.devices.load(new Set(waiting.map(({ device }) => device)));
  const loads = new Map<string, Load>();
  for (const item of waiting) {
    // One that was changed or made room for others since is read anew: not to be in memory is no reason to leave it out.
    const device = await deps.devices.find(item.device);
    // It has left the link's reach, or lost its plate, while it waited. One that only went out of use did drive there before.
    if (device?.plate === undefined || !reaches(link, device)) {
      counts.leftOut += 1;
      continue;
    }
    const load = loads.get(item.device) ?? { device, plate: device.plate, items: [] };
    load.items.push(item);
    loads.set(item.device, load);
  }
  for (const { items } of loads.values()) items.sort((a, b) => a.at - b.at);
  return [...loads.values()];
}

/** False for what the protocol cannot say. */
function said(send: () => void): boolean {
  try {
    send();
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}

async function register(
  deps: CarryDeps,
  link: UplinkRow,
  line: MainLink,
  loads: readonly Load[],
): Promise<ReadonlyMap<string, string>> {
  const plates = new Map(loads.map(({ device, plate }) => [device.id, plate]));
  const known = new Map(loads.map(({ device }) => [device.id, device]));
  const unknown = await findUnregistered(deps.store.db, link.id, plates);
  if (unknown.size === 0) return new Map();
  const rows = await deps.registers
    .of(deviceRegister)
    .trusted.findMany(deps.store.db, { ids: [...unknown], limit: unknown.size });
  const told = new Map<string, string>();
  for (const row of rows) {
    const device = known.get(row.id);
    const plate = plates.get(row.id);
    if (device === undefined || plate === undefined) continue;
    const body = registrationBody(
      {
        vehicle: vehicleOf(plate),
        platform: link.platformId,
        model: device.model,
        serial: row.serial ?? '',
        phone: device.protocol === 'jt808' ? (row.address ?? '') : '',
      },
      link.edition as Jt809Edition,
    );
    if (said(() => line.send(dynamic, body))) told.set(row.id, plate);
  }
  return told;
}

interface Readied {
  readonly item: Waiting;
  readonly position: Jt809Position;
}

/** Live places one by one; missed ones together, as many in a message as the setting says. */
function sendPlaces(
  line: MainLink,
  load: Load,
  places: readonly Readied[],
  each: number,
  counts: Counts,
): void {
  const vehicle = vehicleOf(load.plate);
  for (const { position } of places.filter(({ item }) => !item.missed)) {
    if (said(() => line.send(dynamic, positionBody(vehicle, position)))) counts.sent += 1;
    else counts.leftOut += 1;
  }
  const missed = places.filter(({ item }) => item.missed);
  for (let start = 0; start < missed.length; start += each) {
    const part = missed.slice(start, start + each).map(({ position }) => position);
    if (said(() => line.send(dynamic, missedBody(vehicle, part)))) counts.replayed += part.length;
    else counts.leftOut += part.length;
  }
}

async function sendAlarms(
  deps: CarryDeps,
  link: UplinkRow,
  line: MainLink,
  loads: readonly Load[],
  counts: Counts,
): Promise<void> {
  const waiting = loads.flatMap((load) =>
    load.items.flatMap(({ alarm, at, id }) => (alarm === null ? [] : [{ load, alarm, at, id: Number(id) }])),
  );
  if (waiting.length === 0) return;
  const { db } = deps.store;
  const ids = [...new Set(waiting.map(({ alarm }) => alarm))];
  const rows = await deps.registers.of(alarmRegister).trusted.findMany(db, { ids, limit: ids.length });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ruleIds = [...new Set(rows.flatMap(({ rule }) => rule ?? []))];
  const rules = await deps.registers
    .of(ruleRegister)
    .trusted.findMany(db, { ids: ruleIds, limit: ruleIds.length });
  const heard = new Map(rules.map((rule) => [rule.id, propertiesOf(rule.definition)]));
  for (const { load, alarm, at, id } of waiting) {
    const row = byId.get(alarm);
    const body =
      row === undefined
        ? undefined
        : alarmBody(
            {
              vehicle: vehicleOf(load.plate),
              wires: [row.property ?? '', ...(heard.get(row.rule ?? '') ?? [])].flatMap((name) =>
                wiresOf(load.device, name),
              ),
              at,
              words: row.title ?? '',
              platform: link.platformId,
              id: id >>> 0,
            },
            link.edition as Jt809Edition,
          );
    if (body !== undefined && said(() => line.send(alarms, body))) counts.alarms += 1;
    else counts.leftOut += 1;
  }
}

function propertiesOf(definition: unknown): readonly string[] {
  const read = RuleDefinition.safeParse(definition);
  return read.success ? read.data.condition.leaves.flatMap(heardBy) : [];
}

function wiresOf(device: KnownDevice, property: string): readonly string[] {
  const wires = device.properties.get(property)?.spec.wire.map(({ name }) => name) ?? [];
  return [...wires, property];
}

/** One batch. Gives how many rows of the queue it was; throws LinkProblem when the link breaks, and then they wait still. */
export async function carryBatch(
  deps: CarryDeps,
  link: UplinkRow,
  line: MainLink,
  mark: string,
): Promise<number> {
  const { store } = deps;
  const setting = (name: string) => store.settings.value(`telemetry.${name}`);
  const waiting = await readWaiting(store.db, link.id, mark, setting('uplink-batch'));
  if (waiting.length === 0) return 0;
  const counts: Counts = { sent: 0, replayed: 0, alarms: 0, leftOut: 0 };
  const loads = await loadsOf(deps, link, waiting, counts);
  const told = await register(deps, link, line, loads);
  const keys = loads.flatMap(({ device, items }) =>
    items.flatMap((item) => (item.alarm === null ? [{ device, at: item.at, item }] : [])),
  );
  const places = await readPlaces(store.db, keys);
  const byDevice = new Map<string, Readied[]>();
  for (const [index, { device, item }] of keys.entries()) {
    const place = places[index];
    const position = place && positionOf(place, link.edition as Jt809Edition, link.platformId);
    if (position === undefined) counts.leftOut += 1;
    else byDevice.set(device.id, [...(byDevice.get(device.id) ?? []), { item, position }]);
  }
  const each = setting('uplink-missed-together');
  for (const load of loads) sendPlaces(line, load, byDevice.get(load.device.id) ?? [], each, counts);
  await sendAlarms(deps, link, line, loads, counts);
  await keepAlive(line);
  await store.transaction(async (work) => {
    await noteRegistered(work, link.id, told);
    await noteTaken(work, link.id, { ids: waiting.map(({ id }) => id), ...counts });
  });
  return waiting.length;
}
