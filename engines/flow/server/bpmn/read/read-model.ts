/** A BPMN document → the one process in it that runs, or the whole list of what does not. */
import type { ProcessFlow, ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import type { ProcessProblem } from '../../../process/problem.ts';
import { type BpmnElement, childOf, idOf, listOf, textOf } from '../elements.ts';
import { elementTitle, ignoredElements, refusedRoots } from './element-titles.ts';
import type { BpmnDocument } from '../open-document.ts';
import { readExpression } from './read-expression.ts';
import { readNode } from './read-node.ts';
import { readSettings } from './read-settings.ts';
import { type Reading, startReading } from './reading.ts';

export interface ReadProcess {
  /** What can be run of the chosen process; only without errors among the problems is it all of it. Undefined: there is none. */
  readonly model: ProcessModel | undefined;
  readonly problems: readonly ProcessProblem[];
}

interface Parts {
  readonly nodes: Map<string, ProcessNode>;
  readonly flows: { readonly order: number; readonly flow: ProcessFlow }[];
}

function readFlow(element: BpmnElement, reading: Reading): ProcessFlow | undefined {
  const source = childOf(element, 'sourceRef');
  const target = childOf(element, 'targetRef');
  if (source === undefined || target === undefined) {
    reading.report('bpmn.flow', 'error', element, '顺序流没有连接两端的元素');
    return undefined;
  }
  const title = textOf(element, 'name');
  const when = readExpression(element, 'conditionExpression', reading);
  return {
    id: idOf(element),
    from: idOf(source),
    to: idOf(target),
    ...(title === undefined ? {} : { title }),
    ...(when === undefined ? {} : { when }),
    ...(childOf(source, 'default') === element ? { otherwise: true as const } : {}),
  };
}

/** Everything inside a process or sub-process, and what is inside that. */
function readInside(
  container: BpmnElement,
  within: string | undefined,
  parts: Parts,
  reading: Reading,
): void {
  for (const element of listOf(container, 'flowElements')) {
    const type = element.$type.replace('bpmn:', '');
    if (ignoredElements.has(type)) continue;
    if (idOf(element) === '') {
      reading.report('bpmn.id', 'error', element, `${elementTitle(type)}没有编号（id），无法引用`);
      continue;
    }
    if (type === 'SequenceFlow') {
      const flow = readFlow(element, reading);
      const order = element.get('city:order');
      if (flow !== undefined)
        parts.flows.push({ flow, order: typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER });
      continue;
    }
    const node = readNode(element, within, reading);
    if (node !== undefined) parts.nodes.set(idOf(element), node);
    if (listOf(element, 'flowElements').length > 0) readInside(element, idOf(element), parts, reading);
  }
}

function readNames(definitions: BpmnElement, type: string): Readonly<Record<string, string>> | undefined {
  const entries = listOf(definitions, 'rootElements')
    .filter((root) => root.$type === type)
    .map((root): [string, string] => {
      const code = type === 'bpmn:Error' ? textOf(root, 'errorCode') : undefined;
      const key = textOf(root, 'city:key') ?? code ?? idOf(root);
      return [key, textOf(root, 'name') ?? key];
    });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function readProcess(process: BpmnElement, definitions: BpmnElement, reading: Reading): ProcessModel {
  const parts: Parts = { nodes: new Map(), flows: [] };
  readInside(process, undefined, parts, reading);
  const messages = readNames(definitions, 'bpmn:Message');
  const signals = readNames(definitions, 'bpmn:Signal');
  const errors = readNames(definitions, 'bpmn:Error');
  return {
    ...readSettings(process),
    title: textOf(process, 'name') ?? idOf(process),
    nodes: Object.fromEntries(parts.nodes),
    // Array.sort is stable: without an order of its own a flow stays where the file has it.
    flows: parts.flows.sort((left, right) => left.order - right.order).map(({ flow }) => flow),
    ...(messages === undefined ? {} : { messages }),
    ...(signals === undefined ? {} : { signals }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function count(elements: readonly BpmnElement[], pick: (element: BpmnElement) => number): number {
  return elements.reduce(
    (sum, element) => sum + pick(element) + count(listOf(element, 'flowElements'), pick),
    0,
  );
}

/** What is kept in the file and has no effect, one line a kind. */
function noteIgnored(definitions: BpmnElement, processes: readonly BpmnElement[], reading: Reading): void {
  const kinds: readonly (readonly [string, number])[] = [
    [
      '数据对象和数据存储',
      count(processes, (each) => (ignoredElements.has(each.$type.replace('bpmn:', '')) ? 1 : 0)),
    ],
    [
      '输入输出数据说明',
      count(processes, (each) => (childOf(each, 'ioSpecification') === undefined ? 0 : 1)),
    ],
    ['泳道', count(processes, (each) => listOf(each, 'laneSets').length)],
    ['外部系统的办理人说明', count(processes, (each) => listOf(each, 'resources').length)],
    ['消息流', count(listOf(definitions, 'rootElements'), (each) => listOf(each, 'messageFlows').length)],
  ];
  for (const [title, found] of kinds)
    if (found > 0)
      reading.report(
        'bpmn.ignored',
        'notice',
        undefined,
        `${title}（${found} 处）保留在图上，不影响流程运行`,
      );
}

/** Several pools may each hold a process; ours runs one and talks to the others by messages. */
function chooseProcess(processes: readonly BpmnElement[], reading: Reading): BpmnElement | undefined {
  const filled = processes.filter((process) => listOf(process, 'flowElements').length > 0);
  const executable = filled.filter((process) => process.get('isExecutable') === true);
  const [chosen, ...others] = executable.length > 0 ? executable : filled;
  if (chosen === undefined) {
    reading.report('bpmn.no-process', 'error', undefined, '文件里没有画出流程');
    return undefined;
  }
  for (const other of others)
    reading.report(
      'bpmn.several-processes',
      'error',
      other,
      `一个文件只能有一个可执行的流程，“${textOf(other, 'name') ?? idOf(other)}”请另存为单独的流程，用消息往来`,
    );
  for (const other of filled.filter((process) => process !== chosen && !others.includes(process)))
    reading.report('bpmn.other-process', 'notice', other, '该流程未标明可执行，保留在图上，不影响流程运行');
  return chosen;
}

function noteWarnings(document: BpmnDocument, reading: Reading): void {
  for (const warning of new Set(document.warnings)) {
    const reference = /unresolved reference <([^>]*)>/.exec(warning)?.[1];
    if (reference !== undefined)
      reading.report('bpmn.reference', 'warning', undefined, `引用的“${reference}”在文件里找不到`);
    const duplicate = /duplicate ID <([^>]*)>/.exec(warning)?.[1];
    const line = /line: (\d+)/.exec(warning)?.[1];
    if (warning.startsWith('unparsable'))
      reading.report(
        'bpmn.unparsed',
        'error',
        undefined,
        `第 ${Number(line ?? 0) + 1} 行的内容不符合 BPMN 2.0${duplicate === undefined ? '' : `：编号“${duplicate}”出现两次`}`,
      );
  }
}

/** Never throws: what is wrong with the process is in the problems. */
export function readModel(document: BpmnDocument): ReadProcess {
  const { definitions, lines } = document;
  const reading = startReading(lines);
  noteWarnings(document, reading);
  const roots = listOf(definitions, 'rootElements');
  for (const root of roots) {
    const why = refusedRoots[root.$type.replace('bpmn:', '')];
    if (why !== undefined) reading.report('bpmn.root', 'error', root, why);
  }
  const processes = roots.filter((root) => root.$type === 'bpmn:Process');
  const chosen = chooseProcess(processes, reading);
  noteIgnored(definitions, processes, reading);
  const model = chosen && readProcess(chosen, definitions, reading);
  return { model, problems: reading.problems };
}
