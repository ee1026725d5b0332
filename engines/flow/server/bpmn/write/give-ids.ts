/** Ids as XML takes them: letters, digits, '.', '-', '_', each of them once in a document. */
import type { ProcessModel, ProcessNode, UserNode } from '../../../../../kernel/process.ts';

const xmlName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

export function isXmlName(text: string): boolean {
  return xmlName.test(text);
}

/** A new id near the old one, and remembers it. */
function namer(taken: Set<string>): (id: string) => string {
  return (id) => {
    const plain = id.replace(/[^\p{L}\p{N}_.-]/gu, '.').replace(/^(?![\p{L}_])/u, '_');
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}.${count}`;
    taken.add(name);
    return name;
  };
}

function renameNode(
  node: ProcessNode,
  nodeId: (id: string) => string,
  flowId: (id: string) => string,
): ProcessNode {
  const within = node.within === undefined ? {} : { within: nodeId(node.within) };
  if (node.kind === 'boundary') return { ...node, ...within, host: nodeId(node.host) };
  if (node.kind !== 'user') return { ...node, ...within };
  const actions = Object.entries(node.actions).map(([key, action]) => [
    key,
    action.flow === undefined ? action : { ...action, flow: flowId(action.flow) },
  ]);
  return {
    ...node,
    ...within,
    actions: Object.fromEntries(actions) as UserNode['actions'],
    ...(node.returnTo === undefined ? {} : { returnTo: node.returnTo.map(nodeId) }),
  };
}

function renameWhole(model: ProcessModel, nodeId: (id: string) => string) {
  const outcomes = Object.entries(model.outcomes).map(([key, outcome]) => [
    key,
    outcome.reopen === undefined ? outcome : { ...outcome, reopen: nodeId(outcome.reopen) },
  ]);
  const requests = Object.entries(model.requests ?? {}).map(([kind, rule]) => [
    kind,
    rule.grantedTo === undefined ? rule : { ...rule, grantedTo: nodeId(rule.grantedTo) },
  ]);
  return {
    outcomes: Object.fromEntries(outcomes) as ProcessModel['outcomes'],
    ...(model.requests === undefined
      ? {}
      : { requests: Object.fromEntries(requests) as NonNullable<ProcessModel['requests']> }),
    ...(model.withdraw === undefined ? {} : { withdraw: model.withdraw.map(nodeId) }),
  };
}

/** The same model where its ids can all stand in one document; else with those changed that cannot, wherever they are named. */
export function withXmlIds(model: ProcessModel): ProcessModel {
  const nodeIds = Object.keys(model.nodes);
  const all = [...nodeIds, ...model.flows.map((flow) => flow.id)];
  if (all.every(isXmlName) && new Set(all).size === all.length) return model;
  const name = namer(new Set());
  const nodes = new Map(nodeIds.map((id) => [id, name(id)]));
  const flows = model.flows.map((flow) => ({ ...flow, id: name(flow.id) }));
  const flowIds = new Map(model.flows.map((flow, index) => [flow.id, flows[index]?.id ?? flow.id]));
  const nodeId = (id: string) => nodes.get(id) ?? id;
  const flowId = (id: string) => flowIds.get(id) ?? id;
  return {
    ...model,
    ...renameWhole(model, nodeId),
    nodes: Object.fromEntries(
      Object.entries(model.nodes).map(([id, node]) => [nodeId(id), renameNode(node, nodeId, flowId)]),
    ),
    flows: flows.map((flow) => ({ ...flow, from: nodeId(flow.from), to: nodeId(flow.to) })),
  };
}
