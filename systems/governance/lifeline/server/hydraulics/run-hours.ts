/** Runs a model over its hours, as it is or with pipes shut, a leak or too little pressure (EPANET extended-period simulation). */
import {
  count,
  emitterOf,
  link,
  node,
  type OpenModel,
  option,
  pressureDriven,
  pressuresOf,
  time,
  withModel,
} from './epanet.ts';

export const hour = 3600;

export interface Leak {
  /** Pipe id; the leak lies on it at `share` of its length. */
  readonly pipe: string;
  readonly share: number;
  /** q[L/s] = coefficient · p[m]^0.5, the orifice law of EPANET's emitters. */
  readonly coefficient: number;
  /** Seconds from the beginning of the run. */
  readonly from: number;
}

export interface RunHours {
  readonly inp: string;
  /** How many full hours, the first at the model's own beginning. */
  readonly hours: number;
  readonly closed?: readonly string[];
  readonly leak?: Leak;
  /** Metres that users need: demand falls off below it (pressure-driven analysis, Wagner 1988); absent: demand is always met. */
  readonly required?: number;
  /** What is multiplied: every demand, and the roughness coefficient of these pipes. */
  readonly factors?: {
    readonly demand: number;
    readonly roughness: readonly (readonly [pipe: string, factor: number])[];
  };
}

export interface HourState {
  /** Seconds from the beginning of the run. */
  readonly at: number;
  /** Metres of water, in the order of `nodes`. */
  readonly pressures: readonly number[];
  /** L/s, in the order of `links`; negative against the declared direction. */
  readonly flows: readonly number[];
  /** L/s that arrive, and that do not. */
  readonly demands: readonly number[];
  readonly deficits: readonly number[];
  /** What the leak loses, L/s. */
  readonly leaking: number;
  readonly tankLevels: Readonly<Record<string, number>>;
  readonly status: readonly number[];
  readonly settings: readonly number[];
}

export interface HoursRun {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
  /** Seconds after midnight at which the model begins. */
  readonly startClock: number;
  readonly states: readonly HourState[];
}

export const leakNode = '__leak';
const leakPipe = '__leak_pipe';
const junction = 0;
const pipe = 1;
/** Far tighter than models' usual 0.001: residuals are compared in centimetres. */
const accuracy = 1e-6;
const wagner = 0.5;
/** Seconds; a model that asks for steps of one second would hold the thread for minutes. */
const shortestStep = 300;

export function idsOf({ epanet }: OpenModel): { readonly nodes: string[]; readonly links: string[] } {
  const nodes = Array.from({ length: epanet.getCount(count.nodes) }, (_, index) =>
    epanet.getNodeId(index + 1),
  );
  const links = Array.from({ length: epanet.getCount(count.links) }, (_, index) =>
    epanet.getLinkId(index + 1),
  );
  return { nodes, links };
}

/** Cuts the pipe in two with a node where the leak is; gives the index of the node. */
export function cutPipe({ epanet }: OpenModel, id: string, share: number): number {
  const index = epanet.getLinkIndex(id);
  const { node1, node2 } = epanet.getLinkNodes(index);
  const [from, to] = [epanet.getNodeId(node1), epanet.getNodeId(node2)];
  const level = (each: number) => epanet.getNodeValue(each, node.elevation);
  const [low, high] = [level(node1), level(node2)];
  const length = epanet.getLinkValue(index, link.length);
  const kept = Math.min(0.99, Math.max(0.01, share));
  epanet.addNode(leakNode, junction);
  epanet.addLink(leakPipe, pipe, leakNode, to);
  const second = epanet.getLinkIndex(leakPipe);
  for (const property of [link.diameter, link.roughness])
    epanet.setLinkValue(second, property, epanet.getLinkValue(epanet.getLinkIndex(id), property));
  epanet.setLinkValue(second, link.minorLoss, 0);
  epanet.setLinkValue(second, link.length, length * (1 - kept));
  const cut = epanet.getNodeIndex(leakNode);
  // A pump's or reservoir's head is no ground; the other end's is taken then.
  const ground = epanet.getNodeType(epanet.getNodeIndex(from)) === junction ? low : high;
  epanet.setNodeValue(cut, node.elevation, ground + (high - ground) * kept);
  epanet.setLinkNodes(epanet.getLinkIndex(id), epanet.getNodeIndex(from), cut);
  epanet.setLinkValue(epanet.getLinkIndex(id), link.length, length * kept);
  return cut;
}

function stateOf(model: OpenModel, at: number, tanks: readonly string[], leaking: number): HourState {
  const { epanet } = model;
  return {
    at,
    pressures: pressuresOf(model),
    flows: epanet.getLinkValues(link.flow),
    demands: epanet.getNodeValues(node.demand),
    deficits: epanet.getNodeValues(node.deficit),
    leaking,
    tankLevels: Object.fromEntries(
      tanks.map((id) => {
        const index = epanet.getNodeIndex(id);
        return [id, epanet.getNodeValue(index, node.head) - epanet.getNodeValue(index, node.elevation)];
      }),
    ),
    status: epanet.getLinkValues(link.status),
    settings: epanet.getLinkValues(link.setting),
  };
}

export function prepare(model: OpenModel, run: RunHours): void {
  const { epanet, pressureUnit } = model;
  epanet.setOption(option.accuracy, accuracy);
  epanet.setTimeParameter(time.duration, Math.max(0, run.hours - 1) * hour);
  epanet.setTimeParameter(time.reportStart, 0);
  epanet.setTimeParameter(time.reportStep, hour);
  const step = Math.min(hour, epanet.getTimeParameter(time.hydraulicStep));
  epanet.setTimeParameter(time.hydraulicStep, Math.max(shortestStep, step));
  if (run.factors !== undefined) {
    epanet.setOption(option.demandFactor, epanet.getOption(option.demandFactor) * run.factors.demand);
    for (const [id, factor] of run.factors.roughness) {
      const index = epanet.getLinkIndex(id);
      epanet.setLinkValue(index, link.roughness, epanet.getLinkValue(index, link.roughness) * factor);
    }
  }
  for (const id of run.closed ?? []) epanet.setLinkValue(epanet.getLinkIndex(id), link.initStatus, 0);
  if (run.required !== undefined)
    epanet.setDemandModel(pressureDriven, 0, run.required * pressureUnit, wagner);
}

/** Throws RefusedModel when the model does not solve. */
export async function runHours(run: RunHours): Promise<HoursRun> {
  return withModel(run.inp, (model) => {
    const { epanet } = model;
    const { nodes, links } = idsOf(model);
    const tank = 2;
    const tanks = nodes.filter((id) => epanet.getNodeType(epanet.getNodeIndex(id)) === tank);
    prepare(model, run);
    const cut = run.leak === undefined ? undefined : cutPipe(model, run.leak.pipe, run.leak.share);
    const states: HourState[] = [];
    const elevations = epanet.getNodeValues(node.elevation);
    const whole: OpenModel = { ...model, elevations };
    epanet.openH();
    epanet.initH(0);
    let opened = false;
    for (;;) {
      const now = epanet.getTimeParameter(time.now);
      if (run.leak !== undefined && cut !== undefined && !opened && now >= run.leak.from) {
        epanet.setNodeValue(cut, node.emitter, emitterOf(model, run.leak.coefficient));
        opened = true;
      }
      const at = epanet.runH();
      const leaking =
        cut === undefined || !opened
          ? 0
          : (run.leak?.coefficient ?? 0) * Math.sqrt(Math.max(0, pressuresOf(whole)[cut - 1] ?? 0));
      if (at % hour === 0) states.push(reorder(stateOf(whole, at, tanks, leaking), epanet, nodes, links));
      if (epanet.nextH() <= 0) break;
    }
    epanet.closeH();
    return { nodes, links, startClock: epanet.getTimeParameter(time.startClock), states };
  });
}

/** The toolkit puts a new node before the tanks, so that indices move; callers know the order of the file. */
function reorder(
  state: HourState,
  epanet: OpenModel['epanet'],
  nodes: readonly string[],
  links: readonly string[],
): HourState {
  if (epanet.getCount(count.nodes) === nodes.length) return state;
  const nodeAt = nodes.map((id) => epanet.getNodeIndex(id) - 1);
  const linkAt = links.map((id) => epanet.getLinkIndex(id) - 1);
  const pick = (values: readonly number[], order: readonly number[]) =>
    order.map((index) => values[index] ?? 0);
  return {
    ...state,
    pressures: pick(state.pressures, nodeAt),
    demands: pick(state.demands, nodeAt),
    deficits: pick(state.deficits, nodeAt),
    flows: pick(state.flows, linkAt),
    status: pick(state.status, linkAt),
    settings: pick(state.settings, linkAt),
  };
}
