/** Valves to shut for a pipe, who is without water then, and whether the model agrees once they are shut. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { waterNetwork, waterNode, waterPipe, waterValve } from '../../registers/network.ts';
import type { ClosureShape, waterRoutes } from '../../routes/water-routes.ts';
import { metresPerMegapascal } from '../../water/flow-units.ts';
import { type Closure, planClosure } from '../../water/plan-closure.ts';
import { RefusedModel } from '../hydraulics/epanet.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import type { HoursRun } from '../hydraulics/run-hours.ts';
import { setting } from '../setting.ts';
import { partsOf } from './show-network.ts';
import { type DayOfNetwork, simulateDay } from './simulate-network.ts';

interface Parts {
  readonly nodes: readonly Row<typeof waterNode>[];
  readonly pipes: readonly Row<typeof waterPipe>[];
  readonly valves: readonly Row<typeof waterValve>[];
}

async function readParts(services: Services, network: string): Promise<Parts> {
  const rows = services.use(registers);
  const { db } = services.use(store);
  const [nodes, pipes, valves] = await Promise.all([
    rows.of(waterNode).trusted.findEvery(db, partsOf(network)),
    rows.of(waterPipe).trusted.findEvery(db, partsOf(network)),
    rows.of(waterValve).trusted.findEvery(db, partsOf(network)),
  ]);
  return { nodes, pipes, valves };
}

/** L/s that count as none: below what the solver itself leaves. */
const still = 0.01;
const hoursOfDay = 24;

interface Checked {
  readonly low: ClosureShape['low'];
  readonly verified: boolean;
  readonly problem: string | null;
}

function lowest(run: HoursRun, node: string): number {
  const at = run.nodes.indexOf(node);
  return Math.min(...run.states.map(({ pressures }) => pressures[at] ?? 0));
}

/** Pressure-driven, as shut valves leave too little for some; nodes that were low before are not laid to the valves. */
async function check(
  services: Services,
  day: DayOfNetwork,
  parts: Parts,
  closure: Closure,
  pipe: string,
): Promise<Checked> {
  const wanted = setting(services, 'required-pressure') * metresPerMegapascal;
  try {
    const after = await hydraulics({
      act: 'run',
      inp: day.inp,
      hours: hoursOfDay,
      closed: closure.shut,
      required: wanted,
    });
    const dry = new Set(closure.dry);
    const at = after.links.indexOf(pipe);
    const inPipe = Math.max(...after.states.map(({ flows }) => Math.abs(flows[at] ?? 0)));
    const low = parts.nodes
      .filter(({ code, kind, demand }) => kind === 'junction' && (demand ?? 0) > 0 && !dry.has(code))
      .flatMap(({ code, users }) => {
        const [before, now] = [lowest(day.run, code), lowest(after, code)];
        if (now >= wanted || before < wanted) return [];
        return [
          { node: code, pressure: Math.round((now / metresPerMegapascal) * 1000) / 1000, users: users ?? 0 },
        ];
      });
    return { low, verified: inPipe < still, problem: null };
  } catch (problem) {
    if (!(problem instanceof RefusedModel)) throw problem;
    return { low: [], verified: false, problem: '关阀后的水力模型不能计算，请人工复核' };
  }
}

function shapeOf(parts: Parts, closure: Closure, checked: Checked): ClosureShape {
  const dry = parts.nodes.filter(({ code }) => closure.dry.includes(code));
  return {
    valves: closure.valves.flatMap((code) => {
      const valve = parts.valves.find((each) => each.code === code);
      return valve === undefined
        ? []
        : [{ code, pipe: valve.pipe, address: valve.address, position: valve.position }];
    }),
    dry: dry.map(({ code }) => code),
    users: dry.reduce((sum, { users }) => sum + (users ?? 0), 0),
    keys: dry.filter(({ key }) => key === true).map(({ code }) => code),
    ...checked,
  };
}

export async function closureFor(services: Services, network: Row<typeof waterNetwork>, pipe: string) {
  const parts = await readParts(services, network.id);
  if (!parts.pipes.some(({ code }) => code === pipe)) throw errors.pipeUnknown({ pipe });
  const plans = planClosure(
    {
      links: parts.pipes.map(({ code, from, to }) => ({ id: code, from, to })),
      sources: parts.nodes.filter(({ kind }) => kind !== 'junction').map(({ code }) => code),
      valves: parts.valves.map(({ code, pipe: on, node, operable, state }) => ({
        id: code,
        pipe: on,
        node,
        operable: operable === true && state === 'active',
      })),
    },
    pipe,
  );
  const day = await simulateDay(services, network);
  const shape = async (closure: Closure | undefined) =>
    closure === undefined ? null : shapeOf(parts, closure, await check(services, day, parts, closure, pipe));
  const nearest = await shape(plans.nearest);
  return { pipe, nearest, fewest: plans.fewest === plans.nearest ? null : await shape(plans.fewest) };
}

export const showClosure: Handler<typeof waterRoutes.closure> = async ({ id, pipe }, context: Context) => {
  const network = await context.use(registers).of(waterNetwork).get(context.principal, id);
  return closureFor(context, network, pipe);
};
