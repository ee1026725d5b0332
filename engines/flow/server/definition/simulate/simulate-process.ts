/** Plays a process many times before anybody works by it: how long cases take, where they wait, which node is too small. */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { addTimeLimit, elapsed, type WorkingCalendar } from '../../../../../kernel/working-time.ts';
import type { Simulated, SimulationPlan } from '../../../process/simulation.ts';
import { type Graph, graphOf } from '../check/graph.ts';
import { findSimplified } from './find-simplified.ts';
import { seededRandom } from './seeded-random.ts';

export interface SimulationBounds {
  /** Nodes that one case may pass: a loop that is taken too often ends there. */
  readonly steps: number;
}

interface Task {
  readonly at: number;
  readonly node: string;
  readonly case: number;
}

/** What a case still has on its way: tokens alive, and what joins have got. */
interface Running {
  readonly begun: number;
  alive: number;
  steps: number;
  readonly arrived: Map<string, number>;
}

interface Tally {
  readonly waits: number[];
  readonly works: number[];
  busy: number;
}

/** Earliest first; ties in the order of adding. A binary heap, because long simulations hold many. */
class Agenda {
  private readonly heap: { readonly task: Task; readonly order: number }[] = [];
  private added = 0;

  get next(): Task | undefined {
    const [top] = this.heap;
    const last = this.heap.pop();
    if (top === undefined || last === undefined) return undefined;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return top.task;
  }

  add(task: Task): void {
    this.heap.push({ task, order: this.added++ });
    let at = this.heap.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.before(at, above)) return;
      this.swap(at, above);
      at = above;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let first = at;
      if (left < this.heap.length && this.before(left, first)) first = left;
      if (right < this.heap.length && this.before(right, first)) first = right;
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private before(one: number, two: number): boolean {
    const [a, b] = [this.heap[one], this.heap[two]];
    if (a === undefined || b === undefined) return false;
    return a.task.at === b.task.at ? a.order < b.order : a.task.at < b.task.at;
  }

  private swap(one: number, two: number): void {
    const [a, b] = [this.heap[one], this.heap[two]];
    if (a === undefined || b === undefined) return;
    this.heap[one] = b;
    this.heap[two] = a;
  }
}

/** Of a sorted list; 0 for an empty one. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function ascending(numbers: readonly number[]): readonly number[] {
  return numbers.toSorted((left, right) => left - right);
}

class Simulation {
  private readonly graph: Graph;
  private readonly random: () => number;
  private readonly agenda = new Agenda();
  private readonly cases: Running[] = [];
  /** When each of a node's people is free again. */
  private readonly people = new Map<string, number[]>();
  private readonly tallies = new Map<string, Tally>();
  private readonly lengths: number[] = [];
  private cut = 0;
  private latest = 0;

  private readonly plan: SimulationPlan;
  private readonly calendar: WorkingCalendar;
  private readonly begin: Date;
  private readonly bounds: SimulationBounds;

  constructor(
    model: ProcessModel,
    plan: SimulationPlan,
    calendar: WorkingCalendar,
    begin: Date,
    bounds: SimulationBounds,
  ) {
    this.graph = graphOf(model);
    this.random = seededRandom(plan.seed);
    this.plan = plan;
    this.calendar = calendar;
    this.begin = begin;
    this.bounds = bounds;
  }

  private working(from: number, hours: number): number {
    return addTimeLimit(this.calendar, new Date(from), { amount: hours, unit: 'work-hour' }).getTime();
  }

  private between(from: number, to: number): number {
    return elapsed(this.calendar, new Date(from), new Date(to), 'work-hour');
  }

  /** Exponential around the mean, as work in offices comes: many short, few long; never more than five times the mean. */
  private drawn(mean: number): number {
    return Math.min(5 * mean, -Math.log(1 - this.random()) * mean);
  }

  run(): Simulated {
    const start = this.graph.inside('').find((id) => this.graph.node(id)?.kind === 'start');
    let at = this.begin.getTime();
    for (let index = 0; index < this.plan.cases && start !== undefined; index++) {
      at = this.working(at, this.drawn(8 / this.plan.perDay));
      this.cases.push({ begun: at, alive: 1, steps: 0, arrived: new Map() });
      this.agenda.add({ at, node: start, case: index });
    }
    for (let task = this.agenda.next; task !== undefined; task = this.agenda.next) this.pass(task);
    return this.report();
  }

  private pass(task: Task): void {
    const running = this.cases[task.case];
    const node = this.graph.node(task.node);
    if (running === undefined || node === undefined || running.alive === 0) return;
    running.steps += 1;
    if (running.steps > this.bounds.steps) {
      running.alive = 0;
      this.cut += 1;
      return;
    }
    if (node.kind === 'end') return this.end(task, running, node.does?.kind === 'terminate');
    if (node.kind === 'parallel' && this.waitsAtJoin(task, running)) return;
    const done = node.kind === 'user' || this.plan.nodes[task.node] !== undefined ? this.work(task) : task.at;
    const ways = this.waysOut(task.node);
    running.alive += ways.length - 1;
    for (const to of ways) this.agenda.add({ at: done, node: to, case: task.case });
    if (running.alive === 0) this.finish(running, done);
  }

  private end(task: Task, running: Running, all: boolean): void {
    running.alive = all ? 0 : running.alive - 1;
    if (running.alive === 0) this.finish(running, task.at);
  }

  private finish(running: Running, at: number): void {
    this.lengths.push(this.between(running.begun, at));
    this.latest = Math.max(this.latest, at);
  }

  /** The last of its ways to come takes the token on; the others are used up. */
  private waitsAtJoin({ node }: Task, running: Running): boolean {
    const ways = this.graph.incoming(node).length;
    const arrived = (running.arrived.get(node) ?? 0) + 1;
    running.arrived.set(node, arrived % ways);
    if (arrived < ways) running.alive -= 1;
    return arrived < ways;
  }

  /** When the first of the node's people who is free has done it. */
  private work({ at, node }: Task): number {
    const { hours, people } = this.plan.nodes[node] ?? this.plan.others;
    const free = this.people.get(node) ?? Array.from({ length: people }, () => 0);
    this.people.set(node, free);
    const earliest = Math.min(...free);
    const start = this.working(Math.max(at, earliest), 0);
    const done = this.working(start, this.drawn(hours));
    free[free.indexOf(earliest)] = done;
    const tally = this.tallies.get(node) ?? { waits: [], works: [], busy: 0 };
    this.tallies.set(node, tally);
    const worked = this.between(start, done);
    tally.waits.push(this.between(at, start));
    tally.works.push(worked);
    tally.busy += worked;
    return done;
  }

  /** By weight where the plan gives flows one, else each as likely; a parallel split takes all. */
  private waysOut(node: string): readonly string[] {
    const flows = this.graph.outgoing(node);
    const kind = this.graph.node(node)?.kind;
    if (kind === 'parallel' || flows.length < 2) return flows.map((flow) => flow.to);
    const weights = flows.map((flow) => this.plan.flows[flow.id] ?? 1);
    let left = this.random() * weights.reduce((sum, weight) => sum + weight, 0);
    const chosen = flows.find((_flow, index) => {
      left -= weights[index] ?? 0;
      return left < 0;
    });
    return [(chosen ?? flows[0])?.to ?? ''];
  }

  private report(): Simulated {
    const sorted = ascending(this.lengths);
    const span = this.between(this.begin.getTime(), this.latest);
    const nodes = [...this.tallies].map(([node, tally]) => {
      const waits = ascending(tally.waits);
      const people = (this.plan.nodes[node] ?? this.plan.others).people;
      return {
        node,
        visits: waits.length,
        waitMedian: percentile(waits, 0.5),
        waitP90: percentile(waits, 0.9),
        workMedian: percentile(ascending(tally.works), 0.5),
        load: span > 0 ? Math.min(1, tally.busy / (span * people)) : 0,
      };
    });
    const worst = nodes.toSorted((left, right) => right.waitP90 - left.waitP90 || right.load - left.load)[0];
    return {
      finished: sorted.length,
      cut: this.cut,
      p50: percentile(sorted, 0.5),
      p90: percentile(sorted, 0.9),
      p99: percentile(sorted, 0.99),
      nodes,
      simplified: findSimplified(this.graph.model),
      bottleneck: worst !== undefined && worst.waitP90 > 0 ? worst.node : null,
    };
  }
}

/**
 * Deterministic by the plan's seed. Time is working time on the calendar, in milliseconds. Sub-processes, events and calls take no time
 * unless the plan gives them some; boundary events do not fire.
 */
export function simulateProcess(
  model: ProcessModel,
  plan: SimulationPlan,
  calendar: WorkingCalendar,
  begin: Date,
  bounds: SimulationBounds,
): Simulated {
  return new Simulation(model, plan, calendar, begin, bounds).run();
}
