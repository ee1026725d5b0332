/** Cuts the values of an input column into pieces inside which no entry of the table tells two values apart. */
import { date as readDate, FeelDate } from 'feelin';
import type { Compiled, Feel } from '../feel/create-feel.ts';
import { checkSyntax, parse } from '../feel/parse-expression.ts';
import { type InputColumn, isOpen } from './decision-table.ts';

/** One piece, with a value that stands for all of it. */
interface Piece {
  readonly value: unknown;
  /** Ends of an ordered piece as FEEL; undefined without end, equal for a single point. */
  readonly low?: string | undefined;
  readonly high?: string | undefined;
  /** A listed value, or 'other' for all that are not listed. */
  readonly listed?: string | 'other';
}

export interface ColumnDomain {
  readonly pieces: readonly Piece[];
  /** Which pieces an entry lets pass; undefined when that depends on more than the value (variables, functions). */
  covered(entry: string): ReadonlySet<number> | undefined;
  /** The pieces as one entry. */
  describe(pieces: readonly number[]): string;
}

/** What a test may consist of so that only the value decides, and only at the literals in it. */
const selfContained = new Set(
  'UnaryTests,PositiveUnaryTests,PositiveUnaryTest,SimplePositiveUnaryTest,Interval,NumericLiteral,StringLiteral,BooleanLiteral,DateTimeLiteral,AtLiteral,DateTimeConstructor,PositionalParameters,CompareOp,Comparison,Conjunction,Disjunction,ParenthesizedExpression,Wildcard,ArithOp,null,not,and,or,date,time,in,between,?'.split(
    ',',
  ),
);

const limits = { length: 5000, depth: 100 };

/** Trials of one column, entries times pieces, that are worth their time: some half a second. */
const mostTrials = 2_000_000;

interface Literals {
  readonly texts: readonly string[];
  readonly closed: boolean;
}

/** The literals of an entry as FEEL texts. */
function literalsOf(entry: string): Literals {
  if (isOpen(entry) || checkSyntax('tests', entry, {}, limits).length > 0) return { texts: [], closed: true };
  const texts: string[] = [];
  let closed = true;
  parse('tests', entry, {}, limits).iterate({
    enter({ name, from, to }) {
      // A number with its sign, and nothing else that is worked out.
      if (name === 'ArithmeticExpression') {
        closed &&= /^-\s*[\d.]+$/.test(entry.slice(from, to));
        texts.push(entry.slice(from, to));
        return false;
      }
      if (name === 'NumericLiteral' || name === 'StringLiteral' || name === 'DateTimeLiteral') {
        texts.push(entry.slice(from, to));
        return false;
      }
      closed &&= selfContained.has(name) || /^\W+$/.test(name);
      return true;
    },
  });
  return { texts, closed };
}

interface Scale {
  readonly value: unknown;
  readonly text: string;
  readonly place: number;
}

const day = 86_400_000;

function toScale(value: unknown): Scale | undefined {
  if (typeof value === 'number') return { value, text: String(value), place: value };
  if (value instanceof FeelDate) return { value, text: `date("${value.iso}")`, place: Date.parse(value.iso) };
  return undefined;
}

function numberAt(place: number): unknown {
  return place;
}

function dateAt(place: number): unknown {
  return readDate(new Date(place).toISOString().slice(0, 10));
}

/** Points at the literals, and the open stretches before, between and behind them. */
function orderedPieces(points: readonly Scale[], type: 'number' | 'date'): readonly Piece[] {
  const sorted = [...new Map(points.map((one) => [one.place, one])).values()].sort(
    (a, b) => a.place - b.place,
  );
  const at = type === 'date' ? dateAt : numberAt;
  const step = type === 'date' ? day : 1;
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [{ value: at(0) }];
  const pieces: Piece[] = [{ value: at(first.place - step), high: first.text }];
  for (const [index, point] of sorted.entries()) {
    pieces.push({ value: point.value, low: point.text, high: point.text });
    const next = sorted[index + 1];
    if (next === undefined) pieces.push({ value: at(point.place + step), low: point.text });
    // No day lies between one day and the next.
    else if (type === 'number' || next.place - point.place > day)
      pieces.push({
        value: type === 'date' ? at(point.place + day) : at((point.place + next.place) / 2),
        low: point.text,
        high: next.text,
      });
  }
  return pieces;
}

function listedPieces(texts: readonly string[], feel: Feel, closed: boolean): readonly Piece[] {
  const listed = [...new Set(texts)].map((text) => ({ value: feel.evaluate(text).value, listed: text }));
  // A value that nobody would write.
  return closed ? listed : [...listed, { value: '\u0000', listed: 'other' as const }];
}

function isPoint(piece: Piece): boolean {
  return piece.low !== undefined && piece.low === piece.high;
}

/** A run of neighbouring pieces as one FEEL test. */
function describeRun(first: Piece, last: Piece): string {
  const [low, high] = [first.low, last.high];
  if (low === undefined && high === undefined) return '-';
  if (low === undefined) return `${isPoint(last) ? '<=' : '<'} ${high}`;
  if (high === undefined) return `${isPoint(first) ? '>=' : '>'} ${low}`;
  if (isPoint(first) && first === last) return low;
  return `${isPoint(first) ? '[' : '('}${low}..${high}${isPoint(last) ? ']' : ')'}`;
}

function describeOrdered(pieces: readonly Piece[], chosen: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const index of chosen) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs
    .flatMap(({ first, last }) => {
      const [a, b] = [pieces[first], pieces[last]];
      return a === undefined || b === undefined ? [] : [describeRun(a, b)];
    })
    .join(', ');
}

function describeListed(pieces: readonly Piece[], chosen: readonly number[]): string {
  if (chosen.length === pieces.length) return '-';
  const inside = chosen.flatMap((index) => pieces[index]?.listed ?? []);
  if (!inside.includes('other')) return inside.join(', ');
  const outside = pieces.flatMap((one, index) => (chosen.includes(index) ? [] : (one.listed ?? [])));
  return `not(${outside.join(', ')})`;
}

/**
 * The pieces of a column, from the literals of its entries and its allowed values. Undefined for types without an order or a list that the
 * analysis knows (times, durations, any) and for columns with too much to try: such a column is left out.
 */
export function columnDomain(
  column: InputColumn,
  entries: readonly string[],
  feel: Feel,
): ColumnDomain | undefined {
  const allowed = isOpen(column.values) ? undefined : feel.compile('tests', column.values);
  const texts = [column.values, ...entries].flatMap((entry) => literalsOf(entry).texts);
  const all = piecesOf(column, texts, feel);
  if (all === undefined || all.length * entries.length > mostTrials) return undefined;
  const pieces = allowed === undefined ? all : all.filter((one) => passes(allowed, one));
  return {
    pieces,
    covered(entry) {
      if (isOpen(entry)) return new Set(pieces.keys());
      if (!literalsOf(entry).closed) return undefined;
      const test = feel.compile('tests', entry);
      return new Set([...pieces.keys()].filter((index) => passes(test, pieces[index])));
    },
    describe: (chosen) =>
      column.type === 'number' || column.type === 'date'
        ? describeOrdered(pieces, chosen)
        : describeListed(pieces, chosen),
  };
}

function passes(test: Compiled, piece: Piece | undefined): boolean {
  return test.run({}, piece?.value).value === true;
}

function piecesOf(column: InputColumn, texts: readonly string[], feel: Feel): readonly Piece[] | undefined {
  if (column.type === 'boolean') return listedPieces(['true', 'false'], feel, true);
  if (column.type === 'string')
    return listedPieces(
      texts.filter((text) => text.startsWith('"')),
      feel,
      false,
    );
  if (column.type !== 'number' && column.type !== 'date') return undefined;
  const points = texts.flatMap((text) => toScale(feel.evaluate(text).value) ?? []);
  const fitting = points.filter((one) => (typeof one.value === 'number') === (column.type === 'number'));
  return orderedPieces(fitting, column.type);
}
