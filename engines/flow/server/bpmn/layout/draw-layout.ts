/** Draws a process that has no drawing: sizes and places of the shapes, right-angled lines, as BPMN DI. */
import type { NodeKind, ProcessModel } from '../../../../../kernel/process.ts';
import type { BpmnElement } from '../elements.ts';
import { type Placement, placeNodes, type Way } from './place-nodes.ts';
import { type Box, routeLine } from './route-line.ts';
import type { Writing } from '../write/write-node.ts';

interface Drawn {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, readonly (readonly [x: number, y: number])[]>;
  readonly width: number;
  readonly height: number;
}

/** Sizes that bpmn-js gives to new shapes. */
const round = { width: 36, height: 36 };
const diamond = { width: 50, height: 50 };
const card = { width: 100, height: 80 };
/** Room between columns, and between rows, for a line with its words. */
const gap = { column: 80, row: 64 };
const margin = 40;
/** Between two lines that run back side by side. */
const lineStep = 24;

function sizeOf(kind: NodeKind | undefined): { width: number; height: number } {
  if (kind === 'start' || kind === 'end' || kind === 'catch' || kind === 'throw' || kind === 'boundary')
    return round;
  const isGateway = kind === 'exclusive' || kind === 'inclusive' || kind === 'parallel' || kind === 'event';
  return isGateway ? diamond : card;
}

/** Where the tracks of widths or heights begin, one after the other. */
function offsets(sizes: readonly number[], between: number, first: number): readonly number[] {
  const starts: number[] = [];
  let at = first;
  for (const size of sizes) {
    starts.push(at);
    at += size + between;
  }
  return starts;
}

function moved(drawn: Drawn, x: number, y: number): Drawn {
  return {
    ...drawn,
    boxes: new Map([...drawn.boxes].map(([id, box]) => [id, { ...box, x: box.x + x, y: box.y + y }])),
    lines: new Map(
      [...drawn.lines].map(([id, points]) => [id, points.map(([px, py]) => [px + x, py + y] as const)]),
    ),
  };
}

/** Tracks of one direction: how wide is each column, how high each row. */
function tracks(
  ids: readonly string[],
  indexOf: (id: string) => number,
  sizeOfId: (id: string) => number,
): readonly number[] {
  const sizes: number[] = [];
  for (const id of ids) {
    const index = indexOf(id);
    while (sizes.length <= index) sizes.push(0);
    sizes[index] = Math.max(sizes[index] ?? 0, sizeOfId(id));
  }
  return sizes;
}

function waysOf(model: ProcessModel, ids: ReadonlySet<string>): readonly Way[] {
  return model.flows.flatMap((flow) => {
    const source = model.nodes[flow.from];
    const from = source?.kind === 'boundary' ? source.host : flow.from;
    return ids.has(from) && ids.has(flow.to) ? [{ flow: flow.id, from, to: flow.to }] : [];
  });
}

function boxesOf(
  ids: readonly string[],
  placement: Placement,
  size: (id: string) => { width: number; height: number },
  top: number,
): { boxes: Map<string, Box>; width: number; height: number } {
  const cellOf = (id: string) => placement.cells.get(id) ?? { column: 0, row: 0 };
  const columns = tracks(
    ids,
    (id) => cellOf(id).column,
    (id) => size(id).width,
  );
  const rows = tracks(
    ids,
    (id) => cellOf(id).row,
    (id) => size(id).height,
  );
  const xs = offsets(columns, gap.column, margin);
  const ys = offsets(rows, gap.row, top);
  const boxes = new Map(
    ids.map((id): [string, Box] => {
      const { column, row } = cellOf(id);
      const { width, height } = size(id);
      const x = (xs[column] ?? 0) + Math.floor(((columns[column] ?? 0) - width) / 2);
      const y = (ys[row] ?? 0) + Math.floor(((rows[row] ?? 0) - height) / 2);
      return [id, { x, y, width, height, below: (ys[row] ?? 0) + (rows[row] ?? 0) + gap.row / 2 }];
    }),
  );
  const end = (starts: readonly number[], sizes: readonly number[]) =>
    (starts.at(-1) ?? 0) + (sizes.at(-1) ?? 0);
  return { boxes, width: end(xs, columns) + margin, height: end(ys, rows) + margin };
}

/** Boundary events sit on the lower edge of their host, the first one to the right. */
function placeBoundaries(model: ProcessModel, ids: readonly string[], boxes: Map<string, Box>): void {
  const onHost = new Map<string, number>();
  for (const id of ids) {
    const node = model.nodes[id];
    const host = node?.kind === 'boundary' ? boxes.get(node.host) : undefined;
    if (node?.kind !== 'boundary' || host === undefined) continue;
    const before = onHost.get(node.host) ?? 0;
    onHost.set(node.host, before + 1);
    const x = host.x + host.width - round.width - 6 - before * (round.width + 4);
    boxes.set(id, { ...round, x, y: host.y + host.height - round.height / 2, below: host.below });
  }
}

function drawScope(model: ProcessModel, scope: string, depth = 0): Drawn {
  const all = Object.entries(model.nodes).filter(([, node]) => (node.within ?? '') === scope);
  const ids = all.filter(([, node]) => node.kind !== 'boundary').map(([id]) => id);
  const inner = new Map(
    all
      // A sub-process inside itself comes from a broken file only.
      .filter(([, node]) => node.kind === 'sub-process' && depth < 20)
      .map(([id]): [string, Drawn] => [id, drawScope(model, id, depth + 1)]),
  );
  const placement = placeNodes(ids, waysOf(model, new Set(ids)));
  const top = margin + (placement.back.size > 0 ? 10 + placement.back.size * lineStep : 0);
  const size = (id: string) => inner.get(id) ?? sizeOf(model.nodes[id]?.kind);
  const { boxes, width, height } = boxesOf(ids, placement, size, top);
  placeBoundaries(
    model,
    all.map(([id]) => id),
    boxes,
  );
  const lines = new Map<string, readonly (readonly [number, number])[]>();
  const twins = new Map<string, number>();
  let backs = 0;
  for (const flow of model.flows) {
    const [from, to] = [boxes.get(flow.from), boxes.get(flow.to)];
    if (from === undefined || to === undefined) continue;
    const source = model.nodes[flow.from];
    const host = source?.kind === 'boundary' ? source.host : flow.from;
    const pair = `${flow.from} ${flow.to}`;
    const twin = twins.get(pair) ?? 0;
    twins.set(pair, twin + 1);
    const back = placement.back.has(flow.id)
      ? { back: { over: top - 20 - backs * lineStep, before: backs++ } }
      : {};
    lines.set(
      flow.id,
      routeLine({
        from,
        to,
        cells: [placement.cells.get(host), placement.cells.get(flow.to)],
        boundary: source?.kind === 'boundary',
        splits: model.flows.filter((other) => other.from === flow.from).length > 1,
        gateway: sizeOf(source?.kind) === diamond,
        twin,
        ...back,
        taken: placement.taken,
      }),
    );
  }
  for (const [id, drawn] of inner) {
    const box = boxes.get(id);
    if (box === undefined) continue;
    const at = moved(drawn, box.x, box.y);
    for (const [each, value] of at.boxes) boxes.set(each, value);
    for (const [each, value] of at.lines) lines.set(each, value);
  }
  return { boxes, lines, width: Math.max(width, 140), height: Math.max(height, 120) };
}

export interface Drawing {
  readonly model: ProcessModel;
  readonly process: BpmnElement;
  readonly definitions: BpmnElement;
  readonly nodes: ReadonlyMap<string, BpmnElement>;
  readonly flows: ReadonlyMap<string, BpmnElement>;
  readonly writing: Writing;
}

/** Adds one diagram with every node and flow to the definitions. */
export function drawLayout({ model, process, definitions, nodes, flows, writing }: Drawing): void {
  const drawn = drawScope(model, '');
  const shapes = [...nodes].map(([id, bpmnElement]) => {
    const { x, y, width, height } = drawn.boxes.get(id) ?? { x: 0, y: 0, ...card };
    const kind = model.nodes[id]?.kind;
    return writing.create('bpmndi:BPMNShape', {
      id: `${id}_shape`,
      bpmnElement,
      bounds: writing.create('dc:Bounds', { x, y, width, height }),
      isExpanded: kind === 'sub-process' ? true : undefined,
      isMarkerVisible: kind === 'exclusive' ? true : undefined,
    });
  });
  const edges = [...flows].map(([id, bpmnElement]) =>
    writing.create('bpmndi:BPMNEdge', {
      id: `${id}_edge`,
      bpmnElement,
      waypoint: (drawn.lines.get(id) ?? []).map(([x, y]) => writing.create('dc:Point', { x, y })),
    }),
  );
  const plane = writing.create('bpmndi:BPMNPlane', {
    id: 'plane',
    bpmnElement: process,
    planeElement: [...shapes, ...edges],
  });
  definitions.set('diagrams', [writing.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })]);
}
