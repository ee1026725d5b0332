/** The part of epanet-js that this system uses, opened on one model in metres and litres a second (OWA-EPANET 2.3 Toolkit). */
import * as toolkit from 'epanet-js';

/** Property numbers of the toolkit (EN_NodeProperty, EN_LinkProperty, EN_TimeParameter, EN_Option, EN_CountType). */
export const node = { elevation: 0, emitter: 3, tankLevel: 8, demand: 9, head: 10, deficit: 27 } as const;
export const link = {
  diameter: 0,
  length: 1,
  roughness: 2,
  minorLoss: 3,
  initStatus: 4,
  initSetting: 5,
  flow: 8,
  velocity: 9,
  status: 11,
  setting: 12,
} as const;
export const time = {
  duration: 0,
  hydraulicStep: 1,
  patternStep: 3,
  patternStart: 4,
  reportStep: 5,
  reportStart: 6,
  startClock: 10,
  now: 11,
} as const;
export const option = { accuracy: 1, demandFactor: 4 } as const;
export const count = { nodes: 0, tanks: 1, links: 2, controls: 5, rules: 6 } as const;
export const pressureDriven = 1;
const litresPerSecond = 5;

/** The package's own declarations cannot be followed by NodeNext (imports without endings), so what is used is declared here. */
export interface Epanet {
  open(inp: string, report: string, output: string): void;
  close(): void;
  setFlowUnits(units: number): void;
  openH(): void;
  initH(flag: number): void;
  runH(): number;
  nextH(): number;
  closeH(): void;
  getCount(what: number): number;
  getNodeIndex(id: string): number;
  getNodeId(index: number): string;
  getNodeType(index: number): number;
  getLinkIndex(id: string): number;
  getLinkId(index: number): string;
  getLinkType(index: number): number;
  getLinkNodes(index: number): { readonly node1: number; readonly node2: number };
  setLinkNodes(index: number, from: number, to: number): void;
  getNodeValue(index: number, property: number): number;
  getNodeValues(property: number): readonly number[];
  setNodeValue(index: number, property: number, value: number): void;
  getLinkValue(index: number, property: number): number;
  getLinkValues(property: number): readonly number[];
  setLinkValue(index: number, property: number, value: number): void;
  addNode(id: string, kind: number): number;
  addLink(id: string, kind: number, from: string, to: string): number;
  getTimeParameter(which: number): number;
  setTimeParameter(which: number, seconds: number): void;
  getOption(which: number): number;
  setOption(which: number, value: number): void;
  setDemandModel(kind: number, least: number, wanted: number, exponent: number): void;
  deleteControl(index: number): void;
  deleteRule(index: number): void;
}

interface FileSystem {
  loadModule(): Promise<void>;
  writeFile(name: string, content: string): void;
  readFile(name: string): string;
}

const { Project, Workspace } = toolkit as unknown as {
  readonly Project: new (workspace: FileSystem) => Epanet;
  readonly Workspace: new () => FileSystem;
};

let loaded: Promise<FileSystem> | undefined;

/** The file system of the toolkit lives in memory; nothing of it reaches the disk. */
async function workspace(): Promise<FileSystem> {
  loaded ??= (async () => {
    const made = new Workspace();
    await made.loadModule();
    return made;
  })();
  return loaded;
}

export interface OpenModel {
  readonly epanet: Epanet;
  /** Metres, by index of the toolkit less one. */
  readonly elevations: readonly number[];
  /** Units of the file's pressure in one metre of water: 1 for metric files, about 1.42 for psi. */
  readonly pressureUnit: number;
}

/** What the toolkit says of a file that it refuses. */
export class RefusedModel extends Error {
  readonly report: string;

  constructor(message: string, report: string) {
    super(message);
    this.name = 'RefusedModel';
    this.report = report;
  }
}

function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Closing what did not open says so again; the first reason is the one to tell.
  }
}

/** Pressure is (head − elevation) in metres whatever the file's own unit; the unit is what emitters are given in. */
function findPressureUnit(epanet: Epanet, elevations: readonly number[]): number {
  const pressure = 11;
  epanet.openH();
  epanet.initH(0);
  epanet.runH();
  const heads = epanet.getNodeValues(node.head);
  const shown = epanet.getNodeValues(pressure);
  epanet.closeH();
  let best = 0;
  let unit = 1;
  for (const [index, head] of heads.entries()) {
    const metres = head - (elevations[index] ?? 0);
    if (Math.abs(metres) <= best) continue;
    best = Math.abs(metres);
    unit = (shown[index] ?? 0) / metres;
  }
  return unit > 0 ? unit : 1;
}

/** The toolkit tells each warning of each hour to the console; results say the same (pressures below zero, deficits), so it is kept still. */
function hushed<T>(run: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return run();
  } finally {
    console.warn = warn;
  }
}

/** Opens, runs, closes. Throws RefusedModel with the toolkit's report. */
export async function withModel<T>(inp: string, run: (model: OpenModel) => T): Promise<T> {
  const files = await workspace();
  return hushed(() => runOn(files, inp, run));
}

function runOn<T>(files: FileSystem, inp: string, run: (model: OpenModel) => T): T {
  files.writeFile('model.inp', inp);
  const epanet = new Project(files);
  try {
    epanet.open('model.inp', 'model.rpt', 'model.bin');
    epanet.setFlowUnits(litresPerSecond);
    const elevations = epanet.getNodeValues(node.elevation);
    const pressureUnit = findPressureUnit(epanet, elevations);
    const result = run({ epanet, elevations, pressureUnit });
    epanet.close();
    return result;
  } catch (problem) {
    // Once, so that the report is written; and never again in this memory, which a failed opening leaves half freed: a later model hung in it.
    quietly(() => epanet.close());
    loaded = undefined;
    const message = problem instanceof Error ? problem.message : String(problem);
    if (!message.startsWith('EPANET Error')) throw problem;
    throw new RefusedModel(message, files.readFile('model.rpt'));
  }
}

/** Metres of water above the ground at every node now. */
export function pressuresOf({ epanet, elevations }: OpenModel): readonly number[] {
  return epanet.getNodeValues(node.head).map((head, index) => head - (elevations[index] ?? 0));
}

/** Emitter coefficient in the file's own unit for q[L/s] = c · p[m]^0.5. */
export function emitterOf({ pressureUnit }: OpenModel, coefficient: number): number {
  return coefficient / Math.sqrt(pressureUnit);
}
