/** A process model → BPMN 2.0 text with a drawing, so that what was declared in code or made in the simple view can be seen and edited. */
import type { ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import { drawLayout } from '../layout/draw-layout.ts';
import type { BpmnElement } from '../elements.ts';
import { isXmlName, withXmlIds } from './give-ids.ts';
import { createModdle } from '../open-document.ts';
import {
  elementMaker,
  expression,
  extension,
  joined,
  type Writing,
  writeLimit,
  writeNode,
} from './write-node.ts';

function writeSettings(writing: Writing, model: ProcessModel): BpmnElement {
  const pairs = (type: string, given: Readonly<Record<string, string>> | undefined) =>
    Object.entries(given ?? {}).map(([name, on]) => writing.create(type, { name, on }));
  return writing.create('city:Process', {
    version: model.version,
    head: model.head,
    withdraw: joined(model.withdraw),
    verbs: Object.entries(model.allow)
      .filter(([, permission]) => permission !== '')
      .map(([name, permission]) => writing.create('city:Verb', { name, permission })),
    outcomes: Object.entries(model.outcomes).map(([key, outcome]) =>
      writing.create('city:Outcome', { key, ...outcome }),
    ),
    requests: Object.entries(model.requests ?? {}).map(([kind, rule]) =>
      writing.create('city:Request', { kind, ...rule }),
    ),
    marks: pairs('city:Mark', model.marks),
    counts: pairs('city:Count', model.counts),
  });
}

const titleTables = { Message: 'messages', Signal: 'signals', Error: 'errors' } as const;
type Named = keyof typeof titleTables;

/** Root elements of messages, signals and errors: all that have a title, and whatever an event names. */
function nameKeeper(model: ProcessModel, create: Writing['create'], taken: ReadonlySet<string>) {
  const roots = new Map<string, BpmnElement>();
  function named(kind: Named, key: string): BpmnElement {
    const at = `${kind} ${key}`;
    const known = roots.get(at);
    if (known !== undefined) return known;
    const clash = taken.has(key) || [...roots.values()].some((root) => root.get('id') === key);
    const plain = isXmlName(key) && !clash;
    const made = create(`bpmn:${kind}`, {
      id: plain ? key : `${kind}_${roots.size + 1}`,
      name: model[titleTables[kind]]?.[key] ?? key,
      ...(plain ? {} : { 'city:key': key }),
    });
    roots.set(at, made);
    return made;
  }
  function all(): readonly BpmnElement[] {
    for (const kind of ['Message', 'Signal', 'Error'] as const)
      for (const key of Object.keys(model[titleTables[kind]] ?? {})) named(kind, key);
    return [...roots.values()];
  }
  return { named, all };
}

/** Hosts first, because a boundary event refers to its host. */
function hostsFirst(model: ProcessModel): readonly [string, ProcessNode][] {
  const all = Object.entries(model.nodes);
  return [
    ...all.filter(([, node]) => node.kind !== 'boundary'),
    ...all.filter(([, node]) => node.kind === 'boundary'),
  ];
}

function connect(
  model: ProcessModel,
  writing: Writing,
  made: ReadonlyMap<string, BpmnElement>,
): Map<string, BpmnElement> {
  const flows = new Map<string, BpmnElement>();
  for (const { id, from, to, title, when, otherwise } of model.flows) {
    const source = made.get(from);
    const target = made.get(to);
    if (source === undefined || target === undefined) continue;
    const flow = writing.create('bpmn:SequenceFlow', {
      id,
      name: title,
      sourceRef: source,
      targetRef: target,
      conditionExpression: expression(writing, when),
    });
    source.set('outgoing', [...((source.get('outgoing') as BpmnElement[] | undefined) ?? []), flow]);
    target.set('incoming', [...((target.get('incoming') as BpmnElement[] | undefined) ?? []), flow]);
    if (otherwise) source.set('default', flow);
    flows.set(id, flow);
  }
  return flows;
}

/** The elements of each scope in the model's order, its flows after them. */
function fillScopes(
  model: ProcessModel,
  process: BpmnElement,
  made: ReadonlyMap<string, BpmnElement>,
  flows: ReadonlyMap<string, BpmnElement>,
): void {
  const inside = new Map<string, BpmnElement[]>();
  const add = (within: string | undefined, element: BpmnElement | undefined): void => {
    if (element === undefined) return;
    const key = within ?? '';
    inside.set(key, [...(inside.get(key) ?? []), element]);
  };
  for (const [id, node] of Object.entries(model.nodes)) add(node.within, made.get(id));
  for (const flow of model.flows) add(model.nodes[flow.from]?.within, flows.get(flow.id));
  for (const [key, elements] of inside) {
    const container = key === '' ? process : made.get(key);
    container?.set('flowElements', elements);
    for (const element of elements) (element as { $parent?: unknown }).$parent = container;
  }
}

export interface WriteOptions {
  /** Id of the process element; letters, digits and dots. */
  readonly id: string;
}

/** Flows that lead nowhere are left out, ids that XML does not take are changed. The drawing is made anew. */
export async function writeModel(given: ProcessModel, { id }: WriteOptions): Promise<string> {
  const model = withXmlIds(given);
  const moddle = createModdle();
  const made = new Map<string, BpmnElement>();
  const create = elementMaker(moddle);
  const taken = new Set([id, ...Object.keys(model.nodes), ...model.flows.map((flow) => flow.id)]);
  const names = nameKeeper(model, create, taken);
  const writing: Writing = { create, named: names.named, node: (node) => made.get(node) };
  for (const [node, content] of hostsFirst(model)) made.set(node, writeNode(writing, node, content));
  const process = writing.create('bpmn:Process', {
    id,
    name: model.title,
    isExecutable: true,
    extensionElements: extension(writing, writeSettings(writing, model), writeLimit(writing, model.limit)),
  });
  const flows = connect(model, writing, made);
  fillScopes(model, process, made, flows);
  const definitions = writing.create('bpmn:Definitions', {
    id: `${id}.definitions`,
    targetNamespace: 'urn:shuzi:city:process',
    rootElements: [...names.all(), process],
  });
  drawLayout({ model, process, definitions, nodes: made, flows, writing });
  const { xml } = await moddle.toXML(definitions, { format: true });
  return xml;
}
