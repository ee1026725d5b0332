/** The first line of a file: its columns, unless it is itself a row, whose values must not become names. */
import { parse } from 'csv-parse/sync';
import identifiers from '../../data/identifier-patterns.json' with { type: 'json' };
import { lakeErrors } from '../../errors.ts';
import type { Received } from './received.ts';

const personal = identifiers.patterns.map(({ pattern }) => new RegExp(pattern));
const number = /^[+-]?[\d,]+(?:\.\d+)?(?:[eE][+-]?\d+)?%?$/;
const date = /^\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[ T]\d{1,2}:\d\d.*)?$/;

/**
 * Throws lake.noHeader: a name that identifies a person; or no name that is wanted. Without wanted ones, a number or date among the names.
 */
export function refuseData(names: readonly string[], wanted: readonly string[]): void {
  const identifies = names.some((name) => personal.some((pattern) => pattern.test(name)));
  const known = names.some((name) => wanted.includes(name));
  const likeData = names.some((name) => number.test(name) || date.test(name));
  if (identifies || (wanted.length > 0 ? !known && likeData : likeData)) throw lakeErrors.noHeader();
}

/** Names that were declared; the others are counted, because nobody knows what they hold. */
export function namedOrCounted(names: readonly string[], declared: readonly string[]): string {
  const told = names.filter((name) => declared.includes(name));
  const others = names.length - told.length;
  return [...told, ...(others === 0 ? [] : [`另有${others}列`])].join('、');
}

/** The mark that the first line has most of; within quotes none counts. */
function delimiterOf(line: string): string {
  const outside = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counted = [',', '\t', ';', '|'].map((mark) => ({ mark, count: outside.split(mark).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).mark;
}

/** Names of the header's columns. Throws lake.emptySource, lake.noHeader and lake.doubleColumns. */
export function headerOf(
  text: string,
  wanted: readonly string[],
): {
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly newline: Received['newline'];
} {
  const [mark] = /\r\n|\r|\n/.exec(text) ?? [];
  const newline = mark === '\r\n' || mark === '\r' ? mark : undefined;
  const delimiter = delimiterOf(text.split(/\r\n|\r|\n/, 1)[0] ?? '');
  const [first = []] = parse(text, {
    delimiter,
    to: 1,
    relax_quotes: true,
    relax_column_count: true,
  }) as string[][];
  const names = first.map((name) => name.trim());
  if (names.every((name) => name === '')) throw lakeErrors.emptySource();
  refuseData(names, wanted);
  const doubled = names.filter((name, index) => names.indexOf(name) !== index);
  if (doubled.length > 0)
    throw lakeErrors.doubleColumns({ columns: namedOrCounted([...new Set(doubled)], wanted) });
  return { names: names.map((name, index) => name || `column${index + 1}`), delimiter, newline };
}
