/** Reads an EPANET .inp file into the network that registers and maps need, and names every line that it cannot take. */
import { defaultUnits, type UnitSystem, unitSystems } from './flow-units.ts';
import { type InpLine, type InpSections, splitInp } from './inp-lines.ts';
import {
  type Headloss,
  headlosses,
  type ModelLimits,
  type ModelPoint,
  type ModelProblem,
  type NetworkLink,
  type NetworkModel,
  type NetworkNode,
} from './network-model.ts';

const mostProblems = 50;
/** EN_MAXID of EPANET 2.2, bytes. */
const longestId = 31;

export interface ReadInp {
  readonly model: NetworkModel;
  /** Empty when the file can be taken; at most some. */
  readonly problems: readonly ModelProblem[];
}

class Refused extends Error {}

interface Reading {
  readonly sections: InpSections;
  readonly units: UnitSystem;
  readonly headloss: Headloss;
  readonly coordinates: ReadonlyMap<string, ModelPoint>;
  readonly vertices: ReadonlyMap<string, readonly ModelPoint[]>;
  /** Extra demands of [DEMANDS], which take the place of the junction's own. */
  readonly demands: ReadonlyMap<string, number>;
  readonly closed: ReadonlySet<string>;
}

function idOf({ words }: InpLine, index: number, what: string): string {
  const id = words[index];
  if (id === undefined) throw new Refused(`缺少${what}`);
  if (new TextEncoder().encode(id).length > longestId)
    throw new Refused(`${what}“${id.slice(0, 20)}…”超过 ${longestId} 个字节`);
  return id;
}

function numberOf({ words }: InpLine, index: number, what: string, least = -1e9, fallback?: number): number {
  const word = words[index];
  if (word === undefined || word === '*') {
    if (fallback !== undefined) return fallback;
    throw new Refused(`缺少${what}`);
  }
  const value = Number(word);
  if (!Number.isFinite(value)) throw new Refused(`${what}“${word.slice(0, 20)}”不是数字`);
  if (value < least || value > 1e9) throw new Refused(`${what} ${word} 超出范围`);
  return value;
}

function points(lines: readonly InpLine[], take: (id: string, at: ModelPoint) => void, note: Note): void {
  for (const line of lines)
    note(line, () => {
      const id = idOf(line, 0, '编号');
      take(id, [numberOf(line, 1, 'X 坐标'), numberOf(line, 2, 'Y 坐标')]);
    });
}

type Note = (line: InpLine, run: () => void) => void;

function readNodes({ sections, units, coordinates, demands }: Reading, note: Note): readonly NetworkNode[] {
  const nodes = new Map<string, NetworkNode>();
  const add = (line: InpLine, node: Omit<NetworkNode, 'at'>) => {
    if (nodes.has(node.id)) throw new Refused(`节点“${node.id}”重复`);
    nodes.set(node.id, { ...node, at: coordinates.get(node.id) });
    if (!coordinates.has(node.id)) throw new Refused(`节点“${node.id}”没有坐标，不能上图`);
  };
  for (const line of sections.of('JUNCTIONS'))
    note(line, () => {
      const id = idOf(line, 0, '节点编号');
      const elevation = numberOf(line, 1, '地面高程', -1e9, 0) * units.length;
      const own = numberOf(line, 2, '用水量', -1e9, 0);
      add(line, { id, kind: 'junction', elevation, demand: (demands.get(id) ?? own) * units.flow });
    });
  for (const line of sections.of('RESERVOIRS'))
    note(line, () => {
      const elevation = numberOf(line, 1, '水源水头') * units.length;
      add(line, { id: idOf(line, 0, '水源编号'), kind: 'reservoir', elevation, demand: 0 });
    });
  for (const line of sections.of('TANKS'))
    note(line, () => {
      const elevation = numberOf(line, 1, '水池底高程') * units.length;
      const [least, most] = [numberOf(line, 3, '最低水位', 0, 0), numberOf(line, 4, '最高水位', 0, 0)];
      if (least > most) throw new Refused('最低水位高于最高水位');
      add(line, { id: idOf(line, 0, '水池编号'), kind: 'tank', elevation, demand: 0 });
    });
  return [...nodes.values()];
}

const linkSections = [
  ['PIPES', 'pipe', '管段'],
  ['PUMPS', 'pump', '水泵'],
  ['VALVES', 'valve', '阀门'],
] as const;

function readLinks(reading: Reading, nodes: ReadonlySet<string>, note: Note): readonly NetworkLink[] {
  const { sections, units, headloss, vertices, closed } = reading;
  // Of D-W alone the roughness has a unit: millifeet beside feet, millimetres beside metres.
  const coarse = headloss === 'D-W' ? units.length : 1;
  const links = new Map<string, NetworkLink>();
  for (const [section, kind, name] of linkSections)
    for (const line of sections.of(section))
      note(line, () => {
        const id = idOf(line, 0, `${name}编号`);
        const [from, to] = [idOf(line, 1, '起点'), idOf(line, 2, '终点')];
        for (const end of [from, to])
          if (!nodes.has(end)) throw new Refused(`${name}“${id}”的端点“${end}”不存在`);
        if (from === to) throw new Refused(`${name}“${id}”的两端是同一个节点`);
        if (links.has(id)) throw new Refused(`${name}“${id}”重复`);
        const pipe = kind === 'pipe';
        const length = pipe ? numberOf(line, 3, '管长', 0.001) * units.length : 0;
        const diameter = kind === 'pump' ? 0 : numberOf(line, pipe ? 4 : 3, '管径', 0.001) * units.diameter;
        links.set(id, {
          id,
          kind,
          from,
          to,
          length,
          diameter,
          roughness: pipe ? numberOf(line, 5, '粗糙系数', 0) * coarse : 0,
          closed: closed.has(id) || (pipe && line.words.slice(6, 8).some((word) => /^closed$/i.test(word))),
          vertices: vertices.get(id) ?? [],
        });
      });
  return [...links.values()];
}

function optionOf(sections: InpSections, name: string): InpLine | undefined {
  return sections.of('OPTIONS').find(({ words }) => words[0]?.toUpperCase().startsWith(name));
}

function checkWhole(model: NetworkModel, limits: ModelLimits, problems: ModelProblem[]): void {
  const { nodes, links } = model;
  const whole = (reason: string) => problems.push({ line: 0, reason });
  if (nodes.length > limits.nodes) whole(`节点 ${nodes.length} 个，超过 ${limits.nodes} 个`);
  if (links.length > limits.links) whole(`管段 ${links.length} 条，超过 ${limits.links} 条`);
  if (!nodes.some(({ kind }) => kind === 'junction')) whole('没有用水节点（[JUNCTIONS]）');
  if (!nodes.some(({ kind }) => kind !== 'junction')) whole('没有水源或水池（[RESERVOIRS]、[TANKS]）');
  if (!links.some(({ kind }) => kind === 'pipe')) whole('没有管段（[PIPES]）');
}

/** `text` is the whole file. Never throws: what is wrong stands in `problems`, in the order of lines. */
export function readInp(text: string, limits: ModelLimits): ReadInp {
  const problems: ModelProblem[] = [];
  const note: Note = (line, run) => {
    try {
      run();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (problems.length < mostProblems) problems.push({ line: line.line, reason: problem.message });
    }
  };
  const sections = splitInp(text);
  for (const { line, section } of sections.unknown.slice(0, mostProblems))
    problems.push({ line, reason: `没有“${section}”这一节` });
  const unitLine = optionOf(sections, 'UNIT');
  const unitName = unitLine?.words[1]?.toUpperCase() ?? defaultUnits;
  const units = unitSystems[unitName];
  if (units === undefined)
    problems.push({ line: unitLine?.line ?? 0, reason: `流量单位“${unitName.slice(0, 20)}”不认识` });
  const headlossLine = optionOf(sections, 'HEADL');
  const headlossName = headlossLine?.words[1]?.toUpperCase() ?? headlosses[0];
  const headloss = headlosses.find((each) => each === headlossName);
  if (headloss === undefined)
    problems.push({
      line: headlossLine?.line ?? 0,
      reason: `水头损失公式“${headlossName.slice(0, 20)}”不认识`,
    });
  const coordinates = new Map<string, ModelPoint>();
  points(sections.of('COORDINATES'), (id, at) => coordinates.set(id, at), note);
  const vertices = new Map<string, ModelPoint[]>();
  points(sections.of('VERTICES'), (id, at) => vertices.set(id, [...(vertices.get(id) ?? []), at]), note);
  const demands = new Map<string, number>();
  for (const line of sections.of('DEMANDS'))
    note(line, () => {
      const id = idOf(line, 0, '节点编号');
      demands.set(id, (demands.get(id) ?? 0) + numberOf(line, 1, '用水量'));
    });
  const closed = new Set(
    sections.of('STATUS').flatMap(({ words }) => (/^closed$/i.test(words[1] ?? '') ? [words[0] ?? ''] : [])),
  );
  const reading = {
    sections,
    units: units ?? { flow: 1, length: 1, diameter: 1 },
    headloss: headloss ?? headlosses[0],
    coordinates,
    vertices,
    demands,
    closed,
  };
  const nodes = readNodes(reading, note);
  const links = readLinks(reading, new Set(nodes.map(({ id }) => id)), note);
  const title = sections.of('TITLE')[0]?.words.join(' ').slice(0, 80) ?? '';
  const model: NetworkModel = { title, units: unitName, headloss: reading.headloss, nodes, links };
  checkWhole(model, limits, problems);
  return { model, problems: problems.toSorted((a, b) => a.line - b.line) };
}
