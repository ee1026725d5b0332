/** What a simulation plays otherwise than the engine runs it: whoever reads its figures must know. */
import type { ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import type { Simulated } from '../../../process/simulation.ts';

const untimed = new Map<ProcessNode['kind'], string>([
  ['service', '自动环节不计时间'],
  ['call', '调用的子案件不计时间'],
  ['receive', '等候消息不计时间'],
  ['catch', '等候不计时间'],
  ['event', '等候不计时间，各路按同等机会先到'],
  ['sub-process', '里面的环节不走，不计时间'],
  ['boundary', '边界事件不发生'],
]);

function howNode(model: ProcessModel, id: string, node: ProcessNode): readonly string[] {
  const how: string[] = [];
  const plain = untimed.get(node.kind);
  if (plain !== undefined) how.push(plain);
  if (node.kind === 'user' && node.sign !== undefined && node.sign.mode !== 'single')
    how.push('会签按一人办一次算');
  if ('repeats' in node && node.repeats !== undefined) how.push('重复执行只算一次');
  const ways = model.flows.filter((flow) => flow.from === id).length;
  if (node.kind === 'inclusive' && ways > 1) how.push('包容网关只走一路');
  if (node.kind === 'end' && node.does?.kind === 'terminate') how.push('终止不收回其他分支');
  return how;
}

export function findSimplified(model: ProcessModel): Simulated['simplified'] {
  return Object.entries(model.nodes).flatMap(([id, node]) => {
    // What stands inside a sub-process is not played at all, which the sub-process itself says.
    const how = node.within === undefined ? howNode(model, id, node) : [];
    return how.length === 0 ? [] : [{ node: id, name: node.title, how: how.join('；') }];
  });
}
