/** A network at one hour of its day: pressures, flows, sensors beside the simulation, and the course of the day. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { waterNetwork, waterNode, waterPipe, waterSensor } from '../../registers/network.ts';
import type { waterRoutes } from '../../routes/water-routes.ts';
import { metresPerMegapascal } from '../../water/flow-units.ts';
import type { HoursRun, HourState } from '../hydraulics/run-hours.ts';
import { setting } from '../setting.ts';
import { hourOfDay, simulateDay, stateAt } from './simulate-network.ts';

export const mostParts = 50_000;
const megapascals = (metres: number) => Math.round((metres / metresPerMegapascal) * 10_000) / 10_000;
const rounded = (value: number) => Math.round(value * 100) / 100;

/** Everything of one register that belongs to the network; the caller has decided that it may be read. */
export function partsOf(network: string) {
  return {
    filter: { field: 'network', is: 'equal', value: network } as const,
    sort: 'code',
    most: mostParts,
  };
}

export function linesOf(value: unknown): [number, number][] {
  return Array.isArray(value) ? (value as [number, number][]) : [];
}

function simulatedOf(sensor: Row<typeof waterSensor>, run: HoursRun, state: HourState): number | null {
  const pressure = sensor.kind === 'pressure';
  const at = (pressure ? run.nodes : run.links).indexOf(sensor.of);
  const value = (pressure ? state.pressures : state.flows)[at];
  if (value === undefined) return null;
  return pressure ? megapascals(value) : rounded(value);
}

async function sensorsOf(context: Context, network: string, run: HoursRun, state: HourState) {
  const rows = await context
    .use(registers)
    .of(waterSensor)
    .trusted.findEvery(context.use(store).db, { ...partsOf(network), sort: 'name' });
  const last = await context.use(telemetry).readLast(rows.map(({ device }) => device));
  return rows.map((sensor) => {
    const newest = last.find(
      ({ device, property }) => device === sensor.device && property === sensor.property,
    );
    const { id, name, kind, of, position, device } = sensor;
    return {
      id,
      name,
      kind,
      of,
      position,
      device,
      at: newest?.at ?? null,
      value: newest?.value ?? null,
      simulated: simulatedOf(sensor, run, state),
    };
  });
}

function courseOf(run: HoursRun, junctions: ReadonlySet<string>) {
  const begin = Math.round(run.startClock / 3600);
  return run.states.map((state, index) => {
    const ofUsers = state.pressures.filter((_, at) => junctions.has(run.nodes[at] ?? ''));
    const supplied = state.demands.filter((_, at) => junctions.has(run.nodes[at] ?? ''));
    return {
      hour: (begin + index) % 24,
      supply: rounded(supplied.reduce((sum, each) => sum + each, 0)),
      lowest: megapascals(ofUsers.length === 0 ? 0 : Math.min(...ofUsers)),
    };
  });
}

export const showNetwork: Handler<typeof waterRoutes.networkState> = async (input, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const network = await rows.of(waterNetwork).get(context.principal, input.id);
  const hour = input.hour ?? hourOfDay(context.now);
  const [{ run }, nodes, pipes] = await Promise.all([
    simulateDay(context, network),
    rows.of(waterNode).trusted.findEvery(db, partsOf(network.id)),
    rows.of(waterPipe).trusted.findEvery(db, partsOf(network.id)),
  ]);
  const state = stateAt(run, hour);
  const nodeAt = new Map(run.nodes.map((id, index) => [id, index]));
  const linkAt = new Map(run.links.map((id, index) => [id, index]));
  const junctions = new Set(
    nodes.filter(({ kind, demand }) => kind === 'junction' && (demand ?? 0) > 0).map(({ code }) => code),
  );
  const course = courseOf(run, junctions);
  return {
    id: network.id,
    name: network.name,
    hour,
    required: setting(context, 'required-pressure'),
    nodes: nodes.flatMap(({ id, code, kind, position, users }) => {
      const pressure = state?.pressures[nodeAt.get(code) ?? -1];
      if (position === null) return [];
      return [
        {
          id,
          code,
          kind: kind ?? '',
          position,
          users,
          pressure: pressure === undefined ? null : megapascals(pressure),
        },
      ];
    }),
    pipes: pipes.map(({ id, code, kind, line, length, diameter }) => {
      const flow = state?.flows[linkAt.get(code) ?? -1];
      return {
        id,
        code,
        kind: kind ?? '',
        line: linesOf(line),
        length,
        diameter,
        flow: flow === undefined ? null : rounded(Math.abs(flow)),
      };
    }),
    supply: course.map(({ hour: at, supply }) => ({ hour: at, value: supply })),
    lowest: course.map(({ hour: at, lowest }) => ({ hour: at, value: lowest })),
    sensors: state === undefined ? [] : await sensorsOf(context, network.id, run, state),
  };
};
