/** One look at a BPMN text: the model in it and everything that reading and checking find. */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { Store } from '../../../../store/index.ts';
import type { ProcessProblem } from '../../../process/problem.ts';
import { hasExtras } from '../../bpmn/read/find-extras.ts';
import { openDocument } from '../../bpmn/open-document.ts';
import { readModel } from '../../bpmn/read/read-model.ts';
import type { XmlBounds } from '../../bpmn/scan-xml.ts';
import { checkModel } from '../check/check-model.ts';
import type { Vocabulary as CheckedNames } from '../check/checking.ts';

export interface Judgement {
  /** Without errors among the problems this is what will run. */
  readonly model: ProcessModel | undefined;
  readonly problems: readonly ProcessProblem[];
  readonly errors: number;
  /** The file holds lanes, notes or foreign words that a model has no place for. */
  readonly extras: boolean;
}

export function xmlBounds({ settings }: Store): XmlBounds {
  return {
    kilobytes: settings.value('flow.bpmn-kilobytes'),
    elements: settings.value('flow.bpmn-elements'),
    depth: settings.value('flow.bpmn-depth'),
  };
}

const severities = { error: 0, warning: 1, notice: 2 } as const;

/** Throws flow.xml… for a text that is no BPMN at all. */
export async function judgeDrawing(store: Store, names: CheckedNames, xml: string): Promise<Judgement> {
  const document = await openDocument(xml, xmlBounds(store));
  const read = readModel(document);
  const bounds = {
    states: store.settings.value('flow.process-states'),
    nodes: store.settings.value('flow.process-nodes'),
  };
  const checked = read.model === undefined ? [] : checkModel(read.model, names, bounds);
  const placed = checked.map((problem) => ({
    ...problem,
    line: document.lines.get(problem.element ?? '') ?? null,
  }));
  const problems = [...read.problems, ...placed].sort(
    (left, right) => severities[left.severity] - severities[right.severity],
  );
  return {
    model: read.model,
    problems,
    errors: problems.filter((problem) => problem.severity === 'error').length,
    extras: hasExtras(document.definitions),
  };
}
