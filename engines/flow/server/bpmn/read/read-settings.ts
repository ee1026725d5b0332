/** What `city:process` says of a process as a whole: version, permissions of verbs, outcomes, requests, marks, counters, limit. */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { processVerbTitles, requestTitles } from '../../../process/words.ts';
import { type BpmnElement, extensionOf, listOf, namesOf, numberOf, textOf } from '../elements.ts';
import { readLimit } from './read-expression.ts';

type Settings = Omit<ProcessModel, 'title' | 'nodes' | 'flows' | 'messages' | 'signals' | 'errors'>;

const requestKinds = Object.keys(requestTitles);
const verbNames = Object.keys(processVerbTitles);

/** key → text of our small elements, those without either left out; undefined where none is left. */
function table<Value>(
  elements: readonly BpmnElement[],
  key: string,
  read: (element: BpmnElement) => Value | undefined,
): Readonly<Record<string, Value>> | undefined {
  const entries = elements.flatMap((element): [string, Value][] => {
    const name = textOf(element, key);
    const value = read(element);
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function readRequests(settings: BpmnElement): ProcessModel['requests'] {
  const found = table(listOf(settings, 'requests'), 'kind', (each) => {
    const grantedTo = textOf(each, 'grantedTo');
    const rule = { title: textOf(each, 'title') ?? '', decide: textOf(each, 'decide') ?? '' };
    return requestKinds.includes(textOf(each, 'kind') ?? '')
      ? { ...rule, ...(grantedTo === undefined ? {} : { grantedTo }) }
      : undefined;
  });
  return found as ProcessModel['requests'];
}

function readOutcomes(settings: BpmnElement): ProcessModel['outcomes'] {
  const found = table(listOf(settings, 'outcomes'), 'key', (each) => {
    const reopen = textOf(each, 'reopen');
    return { title: textOf(each, 'title') ?? '', ...(reopen === undefined ? {} : { reopen }) };
  });
  return found ?? plainOutcomes;
}

const plainOutcomes = { done: { title: '办结' } } as const;

/** A foreign process has none: it is version 1, ends in 'done', and nobody may open it until somebody says who. */
export function readSettings(process: BpmnElement): Settings {
  const limit = readLimit(process);
  const whole = limit === undefined ? {} : { limit };
  const settings = extensionOf(process, 'city:Process');
  if (settings === undefined) return { version: 1, outcomes: plainOutcomes, allow: { open: '' }, ...whole };
  const allow = table(listOf(settings, 'verbs'), 'name', (each) =>
    verbNames.includes(textOf(each, 'name') ?? '') ? textOf(each, 'permission') : undefined,
  );
  const requests = readRequests(settings);
  const marks = table(listOf(settings, 'marks'), 'name', (each) => textOf(each, 'on'));
  const counts = table(listOf(settings, 'counts'), 'name', (each) => textOf(each, 'on'));
  const withdraw = namesOf(settings, 'withdraw');
  const head = textOf(settings, 'head');
  return {
    version: numberOf(settings, 'version') ?? 1,
    outcomes: readOutcomes(settings),
    allow: { open: '', ...allow },
    ...(requests === undefined ? {} : { requests }),
    ...(marks === undefined ? {} : { marks }),
    ...(counts === undefined ? {} : { counts }),
    ...(withdraw === undefined ? {} : { withdraw }),
    ...(head === undefined ? {} : { head }),
    ...whole,
  };
}
