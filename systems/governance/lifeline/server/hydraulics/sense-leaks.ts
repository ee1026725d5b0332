/** How much each sensor would feel a leak at each node, and at a chosen place of a pipe, at given hours of the model's day. */
import { count, emitterOf, link, node, type OpenModel, pressuresOf, time, withModel } from './epanet.ts';
import { cutPipe, type HoursRun, type HourState, hour, prepare, runHours } from './run-hours.ts';

/** What is read: the pressure at a node or the flow in a link. */
export interface SensorPlace {
  readonly kind: 'pressure' | 'flow';
  readonly of: string;
}

export interface SenseLeaks {
  readonly inp: string;
  /** Hours of the model's run, from 0. */
  readonly at: readonly number[];
  readonly sensors: readonly SensorPlace[];
}

export interface Sensed {
  /** What the model reads without a leak, hour by hour and in each the sensors in their order: m, L/s. */
  readonly base: readonly number[];
  readonly nodes: readonly string[];
  /** By node: change of each reading for 1 L/s lost there; empty where nothing can leak (reservoirs, tanks, no pressure). */
  readonly sensitivity: readonly (readonly number[])[];
}

/** Small enough for the straight line, large enough beside the solver's own error. */
const probeLoss = 2;
const junction = 0;

/** Stands the model still at one hour of its day: patterns, tank levels and links as the run had them, and no control that would move them. */
function freeze(model: OpenModel, run: HoursRun, state: HourState): void {
  const { epanet } = model;
  prepare(model, { inp: '', hours: 1 });
  const began = epanet.getTimeParameter(time.patternStart);
  epanet.setTimeParameter(time.patternStart, began + state.at);
  for (let left = epanet.getCount(count.controls); left > 0; left -= 1) epanet.deleteControl(left);
  for (let left = epanet.getCount(count.rules); left > 0; left -= 1) epanet.deleteRule(left);
  for (const [id, level] of Object.entries(state.tankLevels))
    epanet.setNodeValue(epanet.getNodeIndex(id), node.tankLevel, level);
  const [open, pipeWithCheck, pump, firstValve] = [1, 0, 2, 3];
  for (const [index, id] of run.links.entries()) {
    const at = epanet.getLinkIndex(id);
    const kind = epanet.getLinkType(at);
    // Valves that regulate and check valves find their own state.
    if (kind === pipeWithCheck || kind >= firstValve) continue;
    const running = (state.status[index] ?? open) > 0;
    epanet.setLinkValue(at, link.initStatus, running ? open : 0);
    if (kind === pump && running) epanet.setLinkValue(at, link.initSetting, state.settings[index] ?? 1);
  }
}

function read(model: OpenModel, sensors: readonly SensorPlace[]): readonly number[] {
  const { epanet } = model;
  const pressures = pressuresOf(model);
  return sensors.map(({ kind, of }) =>
    kind === 'pressure'
      ? (pressures[epanet.getNodeIndex(of) - 1] ?? 0)
      : epanet.getLinkValue(epanet.getLinkIndex(of), link.flow),
  );
}

function solve({ epanet }: OpenModel): void {
  epanet.initH(0);
  epanet.runH();
}

/** Readings with an emitter that loses about `loss` L/s at the node of this index, for each L/s; undefined where there is no pressure. */
function probe(
  model: OpenModel,
  index: number,
  loss: number,
  base: { readonly readings: readonly number[]; readonly pressure: number },
  sensors: readonly SensorPlace[],
): readonly number[] | undefined {
  const least = 1;
  if (base.pressure < least) return undefined;
  const { epanet } = model;
  const coefficient = loss / Math.sqrt(base.pressure);
  epanet.setNodeValue(index, node.emitter, emitterOf(model, coefficient));
  solve(model);
  const lost = coefficient * Math.sqrt(Math.max(0, pressuresOf(model)[index - 1] ?? 0));
  const readings = read(model, sensors);
  epanet.setNodeValue(index, node.emitter, 0);
  if (lost <= 0) return undefined;
  return readings.map((value, k) => (value - (base.readings[k] ?? 0)) / lost);
}

function stateAt(run: HoursRun, at: number): HourState {
  const state = run.states.find((each) => each.at === at * hour);
  if (state === undefined) throw new RangeError(`the model has no hour ${at}`);
  return state;
}

/** `run` may be given when it is known already. */
export async function senseLeaks(task: SenseLeaks, known?: HoursRun): Promise<Sensed> {
  const run = known ?? (await runHours({ inp: task.inp, hours: Math.max(...task.at) + 1 }));
  const base: number[] = [];
  const columns: (readonly number[] | undefined)[][] = run.nodes.map(() => []);
  for (const at of task.at) {
    await withModel(task.inp, (model) => {
      const { epanet } = model;
      freeze(model, run, stateAt(run, at));
      epanet.openH();
      solve(model);
      const readings = read(model, task.sensors);
      const pressures = pressuresOf(model);
      base.push(...readings);
      for (const [index] of run.nodes.entries()) {
        const here = { readings, pressure: pressures[index] ?? 0 };
        const isJunction = epanet.getNodeType(index + 1) === junction;
        columns[index]?.push(isJunction ? probe(model, index + 1, probeLoss, here, task.sensors) : undefined);
      }
      epanet.closeH();
    });
  }
  const sensitivity = columns.map((hours) =>
    hours.some((each) => each === undefined) ? [] : hours.flatMap((each) => each ?? []),
  );
  return { base, nodes: run.nodes, sensitivity };
}

/** As one pipe would be felt with the leak in its middle and of about this loss: beside the straight line of `senseLeaks`, the model itself. */
export async function sensePipe(
  task: SenseLeaks,
  run: HoursRun,
  pipe: string,
  loss: number,
): Promise<readonly number[] | undefined> {
  const felt: number[] = [];
  for (const at of task.at) {
    const here = await withModel(task.inp, (model) => {
      freeze(model, run, stateAt(run, at));
      const cut = cutPipe(model, pipe, 0.5);
      const whole = { ...model, elevations: model.epanet.getNodeValues(node.elevation) };
      model.epanet.openH();
      solve(whole);
      const base = { readings: read(whole, task.sensors), pressure: pressuresOf(whole)[cut - 1] ?? 0 };
      const found = probe(whole, cut, loss, base, task.sensors);
      model.epanet.closeH();
      return found;
    });
    if (here === undefined) return undefined;
    felt.push(...here);
  }
  return felt;
}
