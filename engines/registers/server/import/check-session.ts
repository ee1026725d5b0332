/** One file's way through the checks, piece by piece; each piece is answered with COPY lines and problems. */
import type { Lookups } from '../field/lookups.ts';
import { BrokenFile, CsvReader } from '../sheet/read-csv.ts';
import { sheetKind, type SheetRow, workbookRows } from '../sheet/read-workbook.ts';
import { RowChecker, type SheetProblem, type SheetSettings } from './check-rows.ts';

export interface CheckReply {
  readonly copy: Uint8Array;
  readonly problems: readonly SheetProblem[];
  readonly read: number;
  readonly valid: number;
  /** All problems so far, also those beyond the bound that are not listed. */
  readonly problemCount: number;
  readonly unknown: readonly string[];
  /** Ask for more: a workbook is read only when all of it is there. */
  readonly more: boolean;
  /** The file cannot be read on. */
  readonly broken: { readonly line: number; readonly reason: string } | null;
}

export type CheckRequest =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'more' };

const workbookChunk = 1000;
const encoder = new TextEncoder();

export class CheckSession {
  readonly #checker: RowChecker;
  readonly #csv: CsvReader;
  readonly #pieces: Uint8Array[] = [];
  #kind: 'xlsx' | 'xls' | 'csv' | undefined;
  #rows: AsyncGenerator<SheetRow> | undefined;

  constructor(settings: SheetSettings, lookups: Lookups) {
    this.#checker = new RowChecker(settings, lookups);
    this.#csv = new CsvReader((cells, line) => this.#checker.row(cells, line));
  }

  async answer(request: CheckRequest): Promise<CheckReply> {
    if (request.kind === 'piece') return this.#push(request.bytes);
    return request.kind === 'end' ? this.#end() : this.#more();
  }

  #push(bytes: Uint8Array): CheckReply {
    return this.#take(() => {
      this.#kind ??= sheetKind(bytes);
      if (this.#kind === 'csv') this.#csv.push(bytes);
      else this.#pieces.push(bytes);
    });
  }

  async #end(): Promise<CheckReply> {
    const kind = this.#kind ?? 'csv';
    if (kind !== 'csv') {
      this.#rows = workbookRows(Buffer.concat(this.#pieces), kind);
      return this.#more();
    }
    return this.#take(() => {
      this.#csv.end();
      this.#checker.finish();
    });
  }

  async #more(): Promise<CheckReply> {
    const rows: SheetRow[] = [];
    let failure: unknown;
    let ended = false;
    try {
      while (rows.length < workbookChunk && !ended) {
        const next = await this.#rows?.next();
        if (next === undefined || next.done === true) ended = true;
        else rows.push(next.value);
      }
    } catch (problem) {
      failure = problem;
    }
    return this.#take(() => {
      for (const { cells, line } of rows) this.#checker.row(cells, line, true);
      if (failure !== undefined) throw failure;
      if (ended) this.#checker.finish();
    }, !ended);
  }

  #take(run: () => void, more = false): CheckReply {
    let broken: CheckReply['broken'] = null;
    try {
      run();
    } catch (problem) {
      if (!(problem instanceof BrokenFile)) throw problem;
      broken = { line: problem.line, reason: problem.message };
    }
    const checker = this.#checker;
    return {
      copy: encoder.encode(checker.takeCopy()),
      problems: checker.takeProblems(),
      read: checker.read,
      valid: checker.valid,
      problemCount: checker.problems,
      unknown: checker.unknown,
      more: more && broken === null,
      broken,
    };
  }
}
