/** Events of a BPMN process: what starts, wakes, ends and interrupts it. */
import type { Effect, ProcessNode, Trigger } from '../../../../../kernel/process.ts';
import { type BpmnElement, childOf, idOf, listOf, textOf } from '../elements.ts';
import { refusedEvents } from './element-titles.ts';
import { readTimer } from './read-expression.ts';
import type { Reading } from './reading.ts';

/** Name under which a message, signal or error is known: our own key, an error's code, else its id. '' without a reference. */
export function readKey(holder: BpmnElement, reference: string): string {
  const named = childOf(holder, reference);
  if (named === undefined) return '';
  const code = named.$type === 'bpmn:Error' ? textOf(named, 'errorCode') : undefined;
  return textOf(named, 'city:key') ?? code ?? idOf(named);
}

export function readCaseKey(holder: BpmnElement): { key?: string } {
  const key = textOf(holder, 'city:caseKey');
  return key === undefined ? {} : { key };
}

/** The one definition of an event; undefined for a plain event, null where there are several or one that is refused. */
function definitionOf(
  event: BpmnElement,
  understood: readonly string[],
  reading: Reading,
): BpmnElement | undefined | null {
  const definitions = [...listOf(event, 'eventDefinitions'), ...listOf(event, 'eventDefinitionRef')];
  if (definitions.length > 1) {
    reading.report('bpmn.several-triggers', 'error', event, '一个事件只能有一种触发条件');
    return null;
  }
  const definition = definitions[0];
  if (definition === undefined) return undefined;
  const kind = definition.$type.replace(/^bpmn:|EventDefinition$/g, '');
  if (understood.includes(kind)) return definition;
  const why = refusedEvents[`${kind}EventDefinition`] ?? '这种事件不支持';
  reading.report('bpmn.event', 'error', event, why);
  return null;
}

function readTrigger(definition: BpmnElement, event: BpmnElement, reading: Reading): Trigger | undefined {
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return readTimer(definition, event, reading);
    case 'bpmn:MessageEventDefinition':
      return { kind: 'message', message: readKey(definition, 'messageRef'), ...readCaseKey(definition) };
    case 'bpmn:SignalEventDefinition':
      return { kind: 'signal', signal: readKey(definition, 'signalRef') };
    case 'bpmn:ErrorEventDefinition': {
      const error = readKey(definition, 'errorRef');
      return error === '' ? { kind: 'error' } : { kind: 'error', error };
    }
    default:
      return undefined;
  }
}

function readEffect(definition: BpmnElement): Effect | undefined {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return { kind: 'message', message: readKey(definition, 'messageRef'), ...readCaseKey(definition) };
    case 'bpmn:SignalEventDefinition':
      return { kind: 'signal', signal: readKey(definition, 'signalRef') };
    case 'bpmn:ErrorEventDefinition':
      return { kind: 'error', error: readKey(definition, 'errorRef') };
    default:
      return { kind: 'terminate' };
  }
}

type Base = { readonly title: string; readonly within?: string };
type Awaited = Exclude<Trigger, { kind: 'error' }>;

const awaited = ['Timer', 'Message', 'Signal'];

export function readStart(event: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  const definition = definitionOf(event, awaited, reading);
  if (definition === null) return undefined;
  if (definition === undefined) return { kind: 'start', ...base };
  const on = readTrigger(definition, event, reading) as Awaited | undefined;
  return on && { kind: 'start', ...base, on };
}

export function readCatch(event: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  const definition = definitionOf(event, awaited, reading);
  if (definition === undefined) reading.report('bpmn.event', 'error', event, '中间捕获事件没有说明等待什么');
  const on = definition ? (readTrigger(definition, event, reading) as Awaited | undefined) : undefined;
  return on && { kind: 'catch', ...base, on };
}

export function readBoundary(event: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  const definition = definitionOf(event, [...awaited, 'Error'], reading);
  if (definition === undefined) reading.report('bpmn.event', 'error', event, '边界事件没有说明等待什么');
  const on = definition ? readTrigger(definition, event, reading) : undefined;
  const host = childOf(event, 'attachedToRef');
  if (host === undefined) reading.report('bpmn.boundary', 'error', event, '边界事件没有附着在任务或子流程上');
  if (on === undefined || host === undefined) return undefined;
  const interrupting = on.kind === 'error' || event.get('cancelActivity') !== false;
  return { kind: 'boundary', ...base, host: idOf(host), on, interrupting };
}

export function readThrow(event: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  const definition = definitionOf(event, ['Message', 'Signal'], reading);
  if (definition === null) return undefined;
  if (definition === undefined) return { kind: 'throw', ...base };
  const does = readEffect(definition) as Exclude<Effect, { kind: 'terminate' | 'error' }> | undefined;
  return does && { kind: 'throw', ...base, does };
}

export function readEnd(event: BpmnElement, base: Base, reading: Reading): ProcessNode | undefined {
  const definition = definitionOf(event, ['Message', 'Signal', 'Error', 'Terminate'], reading);
  if (definition === null) return undefined;
  const does = definition && readEffect(definition);
  const outcome = textOf(event, 'city:outcome');
  return { kind: 'end', ...base, ...(does ? { does } : {}), ...(outcome ? { outcome } : {}) };
}
