/** One flow element of a BPMN process → one node of the model, or the reason why it is not run. */
import type { CallNode, GatewayNode, ProcessNode } from '../../../../../kernel/process.ts';
import { type BpmnElement, childOf, extensionsOf, textOf } from '../elements.ts';
import { refusedElements } from './element-titles.ts';
import {
  readBoundary,
  readCaseKey,
  readCatch,
  readEnd,
  readKey,
  readStart,
  readThrow,
} from './read-event.ts';
import { readRepeats, readUserTask } from './read-task.ts';
import type { Reading } from './reading.ts';

type Base = { readonly title: string; readonly within?: string };
type Reader = (element: BpmnElement, base: Base, reading: Reading) => ProcessNode | undefined;

function gateway(kind: GatewayNode['kind']): Reader {
  return (_element, base) => ({ kind, ...base });
}

/** Field → expression or output, of our pairs; undefined where there are none. */
function pairs(
  element: BpmnElement,
  type: string,
  value: string,
): Readonly<Record<string, string>> | undefined {
  const entries = extensionsOf(element, type).flatMap((each): [string, string][] => {
    const field = textOf(each, 'field');
    const text = textOf(each, value);
    return field === undefined || text === undefined ? [] : [[field, text]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function readReceive(element: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  if (element.get('instantiate') === true) {
    reading.report('bpmn.instantiate', 'error', element, '接收任务不能用来启动流程，请改用消息开始事件');
    return undefined;
  }
  return { kind: 'receive', ...base, message: readKey(element, 'messageRef'), ...readCaseKey(element) };
}

function readEventGateway(element: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  if (element.get('instantiate') === true || element.get('eventGatewayType') === 'Parallel') {
    reading.report('bpmn.instantiate', 'error', element, '事件网关不能用来启动流程，也不能同时等待全部事件');
    return undefined;
  }
  return { kind: 'event', ...base };
}

function readDecision(element: BpmnElement, base: Base): ProcessNode {
  const sets = pairs(element, 'city:Output', 'from');
  return {
    kind: 'decision',
    ...base,
    decision: textOf(element, 'city:decision') ?? '',
    ...(sets === undefined ? {} : { sets }),
  };
}

function readCall(element: BpmnElement, base: Base, reading: Reading): CallNode {
  const gives = pairs(element, 'city:Give', 'expression');
  const takes = pairs(element, 'city:Take', 'expression');
  return {
    kind: 'call',
    ...base,
    calls: textOf(element, 'calledElement') ?? '',
    ...(gives === undefined ? {} : { gives }),
    ...(takes === undefined ? {} : { takes }),
    ...readRepeats(element, reading),
  };
}

function readSubProcess(element: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  if (element.get('triggeredByEvent') === true) {
    reading.report('bpmn.event-sub-process', 'error', element, '事件子流程不支持，请改用边界事件');
    return undefined;
  }
  return { kind: 'sub-process', ...base, ...readRepeats(element, reading) };
}

const readers: Readonly<Record<string, Reader>> = {
  StartEvent: readStart,
  EndEvent: readEnd,
  IntermediateCatchEvent: readCatch,
  IntermediateThrowEvent: readThrow,
  BoundaryEvent: readBoundary,
  UserTask: readUserTask,
  ServiceTask: (element, base, reading) => ({
    kind: 'service',
    ...base,
    job: textOf(element, 'city:job') ?? '',
    ...readRepeats(element, reading),
  }),
  BusinessRuleTask: readDecision,
  ManualTask: (_element, base) => ({ kind: 'manual', ...base }),
  SendTask: (element, base) => ({
    kind: 'send',
    ...base,
    message: readKey(element, 'messageRef'),
    ...readCaseKey(element),
  }),
  ReceiveTask: readReceive,
  ExclusiveGateway: gateway('exclusive'),
  InclusiveGateway: gateway('inclusive'),
  ParallelGateway: gateway('parallel'),
  EventBasedGateway: readEventGateway,
  SubProcess: readSubProcess,
  CallActivity: readCall,
};

const repeatable: ReadonlySet<string> = new Set(['UserTask', 'ServiceTask', 'SubProcess', 'CallActivity']);

/** Undefined where the element is not run; why is in the reading. */
export function readNode(
  element: BpmnElement,
  within: string | undefined,
  reading: Reading,
): ProcessNode | undefined {
  const type = element.$type.replace('bpmn:', '');
  const read = readers[type];
  if (read === undefined) {
    reading.report('bpmn.element', 'error', element, refusedElements[type] ?? '系统不执行这种元素');
    return undefined;
  }
  if (element.get('isForCompensation') === true) {
    reading.report('bpmn.compensation', 'error', element, '补偿活动不支持');
    return undefined;
  }
  if (!repeatable.has(type) && childOf(element, 'loopCharacteristics') !== undefined)
    reading.report('bpmn.repeats', 'error', element, '这种任务不能重复执行');
  const base = {
    title: textOf(element, 'name') ?? '',
    ...(within === undefined ? {} : { within }),
  };
  return read(element, base, reading);
}
