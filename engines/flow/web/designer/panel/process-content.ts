/** The process as a whole in the open diagram: its settings, outcomes, and the definitions around it. */
import { findExtension, make, replaceExtensions } from '../diagram/city-content.ts';
import {
  type Content,
  type Diagram,
  type DiagramElement,
  listIn,
  textIn,
  wordsIn,
} from '../diagram/diagram-types.ts';
import type { Choice } from './choice-inputs.tsx';

export interface OutcomeDraft {
  readonly key: string;
  readonly title: string;
  readonly reopen: string;
}

export interface SettingsDraft {
  readonly verbs: Readonly<Record<string, string>>;
  readonly outcomes: readonly OutcomeDraft[];
  readonly head: string;
  readonly withdraw: readonly string[];
}

interface Inner extends Content {
  readonly $parent?: Content;
}

/** Up from what is drawn to the outermost element of the file. */
export function definitionsOf(diagram: Diagram): Content {
  let at: Inner = diagram.get('canvas').getRootElement().businessObject;
  while (at.$parent !== undefined) at = at.$parent as Inner;
  return at;
}

/** The process that runs: the drawn one, or the first of several pools. */
export function processOf(diagram: Diagram): Content | undefined {
  const processes = listIn(definitionsOf(diagram), 'rootElements').filter(
    (root) => root.$type === 'bpmn:Process',
  );
  return processes.find((process) => process.get('isExecutable') === true) ?? processes[0];
}

export function readSettings(process: Content): SettingsDraft {
  const settings = findExtension(process, 'city:Process');
  const verbs = (settings === undefined ? [] : listIn(settings, 'verbs')).map((verb) => [
    textIn(verb, 'name'),
    textIn(verb, 'permission'),
  ]);
  return {
    verbs: Object.fromEntries(verbs) as Record<string, string>,
    outcomes: (settings === undefined ? [] : listIn(settings, 'outcomes')).map((outcome) => ({
      key: textIn(outcome, 'key'),
      title: textIn(outcome, 'title'),
      reopen: textIn(outcome, 'reopen'),
    })),
    head: textIn(settings, 'head'),
    withdraw: wordsIn(settings, 'withdraw'),
  };
}

/** `element`: any of the diagram, for the command; requests, marks and counters are kept as they are. */
export function writeSettings(
  diagram: Diagram,
  element: DiagramElement,
  process: Content,
  settings: SettingsDraft,
): void {
  const old = findExtension(process, 'city:Process');
  const kept =
    old === undefined
      ? {}
      : {
          version: old.get('version'),
          requests: listIn(old, 'requests'),
          marks: listIn(old, 'marks'),
          counts: listIn(old, 'counts'),
        };
  const verbs = Object.entries(settings.verbs)
    .filter(([, permission]) => permission !== '')
    .map(([name, permission]) => make(diagram, 'city:Verb', { name, permission }));
  const outcomes = settings.outcomes.map((outcome) => make(diagram, 'city:Outcome', { ...outcome }));
  const made = make(diagram, 'city:Process', {
    ...kept,
    head: settings.head,
    withdraw: settings.withdraw.join(' '),
    verbs,
    outcomes,
  });
  replaceExtensions(diagram, element, 'city:Process', [made], process);
}

export function outcomesOf(diagram: Diagram): readonly Choice[] {
  const process = processOf(diagram);
  if (process === undefined) return [];
  return readSettings(process).outcomes.map(({ key, title }) => ({ value: key, title: title || key }));
}

export function processName(process: Content | undefined): string {
  return textIn(process, 'name');
}
