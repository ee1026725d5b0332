/** Rules on branching: conditions, defaults, what an event gateway may wait for. */
import type { ProcessFlow } from '../../../../../kernel/process.ts';
import type { Checking } from './checking.ts';

function checkChoice({ report, nameOf }: Checking, id: string, flows: readonly ProcessFlow[]): void {
  if (flows.length < 2) return;
  for (const flow of flows.filter((each) => each.when === undefined && !each.otherwise))
    report(
      'error',
      'gateway-condition',
      flow.id,
      `${nameOf(id)}的分支${nameOf(flow.id)}没有条件，也不是默认分支`,
    );
  if (!flows.some((flow) => flow.otherwise))
    report('warning', 'gateway-default', id, `${nameOf(id)}没有默认分支，所有条件都不满足时案件会停住`);
}

function checkEventGateway(
  { graph, report, nameOf }: Checking,
  id: string,
  flows: readonly ProcessFlow[],
): void {
  if (flows.length < 2) report('warning', 'event-gateway', id, '事件网关应等待两个以上的事件');
  for (const { to } of flows) {
    const kind = graph.node(to)?.kind;
    if (kind !== 'catch' && kind !== 'receive')
      report('error', 'event-gateway', id, `事件网关之后只能是捕获事件或接收任务，${nameOf(to)}不是`);
    if (graph.incoming(to).length > 1)
      report('error', 'event-gateway', to, '事件网关等待的事件不能再有别的来路');
  }
}

/** Several ways out of something that is no gateway: conditions choose, a way without one is always taken. */
function checkImplicitFork(
  { graph, report, nameOf }: Checking,
  id: string,
  flows: readonly ProcessFlow[],
): void {
  if (graph.node(id)?.kind === 'user' || flows.length < 2) return;
  if (flows.every((flow) => flow.when === undefined && !flow.otherwise))
    report(
      'warning',
      'implicit-fork',
      id,
      `${nameOf(id)}之后同时走 ${flows.length} 条线，请用并行网关画明白`,
    );
}

export function checkGateways(checking: Checking): void {
  const { graph, report, nameOf } = checking;
  for (const [id, node] of Object.entries(graph.model.nodes)) {
    const flows = graph.outgoing(id);
    switch (node.kind) {
      case 'exclusive':
      case 'inclusive':
        checkChoice(checking, id, flows);
        break;
      case 'event':
        checkEventGateway(checking, id, flows);
        break;
      case 'parallel':
        for (const flow of flows.filter((each) => each.when !== undefined || each.otherwise))
          report('error', 'parallel-condition', flow.id, '并行网关的分支全部都走，不能有条件或默认');
        break;
      default:
        checkImplicitFork(checking, id, flows);
        continue;
    }
    if (flows.length < 2 && graph.incoming(id).length < 2)
      report('warning', 'gateway-single', id, `${nameOf(id)}既不分支也不汇合，可以去掉`);
  }
}
