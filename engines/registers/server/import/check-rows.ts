/** Checks the rows of one sheet and turns the good ones into COPY lines; runs in a worker thread or, without one, in the server's. */
import { type Decision, decisionMatches } from '../../../../kernel/access.ts';
import { disagreements } from '../field/check-agreement.ts';
import { type FieldCheck, fieldCheck } from '../field/check-field.ts';
import { type BoxMaterial, openBoxes } from '../../../trust/index.ts';
import { type SealedValues, sealedValues } from '../field/sealed-field.ts';
import type { Lookups } from '../field/lookups.ts';
import { checkPoint } from '../field/check-point.ts';
import { problemSentence, Refused } from '../field/refused.ts';
import { governedBy } from '../row/row-context.ts';
import {
  isSealedField,
  type Shape,
  type ShapeField,
  storedColumns,
  type StoredColumn,
} from '../shape/describe-shape.ts';
import { plainText } from '../sheet/cell-text.ts';
import { BrokenFile } from '../sheet/read-csv.ts';
import { batchIds } from './batch-ids.ts';
import { copyText } from './copy-text.ts';
import { type MatchedColumns, matchColumns } from './match-columns.ts';

/** What the checks need to know of the register; plain data that crosses threads. */
export interface SheetShape extends Pick<Shape, 'scopeFields'> {
  /** Only fields that this import may fill. */
  readonly fields: readonly ShapeField[];
}

export interface SheetProblem {
  readonly line: number;
  /** Title of the column, or null for the whole row. */
  readonly column: string | null;
  readonly value: string | null;
  readonly message: string;
}

export interface SheetSettings {
  readonly shape: SheetShape;
  readonly mapping: Readonly<Record<string, string>>;
  /** Rows outside it are refused; undefined leaves that to the sink. */
  readonly decision: Decision | undefined;
  /** Milliseconds; the ids of the rows start here. */
  readonly now: number;
  readonly mostRows: number;
  readonly mostProblems: number;
  /** Title of a row of another register → its id, by field name. */
  readonly references: Readonly<Record<string, ReadonlyMap<string, string>>>;
  /** Of a register with sealed fields: its table and the keys, so that nothing is staged outside a box. */
  readonly seals?: { readonly table: string; readonly material: BoxMaterial } | undefined;
}

const longestShown = 100;

interface Filler {
  readonly field: ShapeField;
  readonly check: FieldCheck;
  readonly at: number;
  /** Where the latitude stands, when the point comes in two columns. */
  readonly latAt: number | undefined;
  readonly type: ShapeField['field']['type'];
  readonly required: boolean;
  readonly seen: Map<string, number> | undefined;
}

export class RowChecker {
  readonly #settings: SheetSettings;
  readonly #lookups: Lookups;
  readonly #nextId: () => string;
  /** Whether any field must agree with another: most registers have none, and rows come by the hundred thousand. */
  readonly #agreeing: boolean;
  readonly #stored: readonly StoredColumn[];
  readonly #sealed: SealedValues | undefined;
  #columns: MatchedColumns | undefined;
  #fillers: readonly Filler[] = [];
  #width = 0;
  #copy: string[] = [];
  #problems: SheetProblem[] = [];
  #broken = 0;
  read = 0;
  valid = 0;
  problems = 0;

  constructor(settings: SheetSettings, lookups: Lookups) {
    this.#settings = settings;
    this.#lookups = lookups;
    this.#nextId = batchIds(settings.now);
    const { shape, seals } = settings;
    this.#stored = storedColumns(shape.fields);
    this.#sealed =
      seals && sealedValues({ fields: shape.fields, table: seals.table }, openBoxes(seals.material));
    this.#agreeing = settings.shape.fields.some(({ field }) => field.agrees !== undefined);
  }

  get unknown(): readonly string[] {
    return this.#columns?.unknown ?? [];
  }

  /** Columns of the staging table, in the order of the COPY lines. */
  static columnsOf(shape: SheetShape): readonly string[] {
    return ['line', 'id', ...storedColumns(shape.fields).map((each) => each.column)];
  }

  takeCopy(): string {
    const text = this.#copy.length === 0 ? '' : `${this.#copy.join('\n')}\n`;
    this.#copy = [];
    return text;
  }

  takeProblems(): SheetProblem[] {
    const problems = this.#problems;
    this.#problems = [];
    return problems;
  }

  /** Throws BrokenFile when the file as a whole cannot be taken. A workbook leaves empty cells at the end out. */
  row(given: readonly string[], line: number, ragged = false): void {
    const cells =
      ragged && given.length < this.#width
        ? [...given, ...Array<string>(this.#width - given.length).fill('')]
        : given;
    if (this.#columns === undefined) {
      if (cells.some((cell) => cell.trim() !== '')) this.#header(cells, line);
      return;
    }
    if (cells.every((cell) => cell.trim() === '')) return;
    this.read += 1;
    if (this.read > this.#settings.mostRows)
      throw new BrokenFile(line, `一次最多导入 ${this.#settings.mostRows} 行`);
    if (cells.length !== this.#width && !this.#widthFits(cells)) {
      this.#refuse(
        line,
        null,
        null,
        `第 ${line} 行有 ${cells.length} 列,表头有 ${this.#width} 列,文件可能错位或被截断`,
      );
      return;
    }
    this.#values(cells, line);
  }

  finish(): void {
    if (this.#columns === undefined) throw new BrokenFile(1, '文件是空的,请使用导入模板填写');
  }

  #widthFits(cells: readonly string[]): boolean {
    return cells.length > this.#width && cells.slice(this.#width).every((cell) => cell.trim() === '');
  }

  #header(cells: readonly string[], line: number): void {
    const { shape, mapping } = this.#settings;
    let width = cells.length;
    while (width > 0 && cells[width - 1]?.trim() === '') width -= 1;
    const columns = matchColumns(shape.fields, cells.slice(0, width), mapping);
    if (columns.problems.length > 0) throw new BrokenFile(line, columns.problems.join(';'));
    this.#columns = columns;
    this.#width = width;
    const fillers: Filler[] = [];
    for (const field of shape.fields) {
      const at = columns.targets.findIndex((target) => target?.field === field && target.part !== 'lat');
      if (at < 0) continue;
      const latAt = columns.targets.findIndex((target) => target?.field === field && target.part === 'lat');
      fillers.push({
        field,
        check: fieldCheck(field.field, this.#lookups),
        at,
        latAt: columns.targets[at]?.part === 'lon' ? latAt : undefined,
        type: field.field.type,
        required: field.field.required === true,
        seen: field.field.unique ? new Map() : undefined,
      });
    }
    this.#fillers = fillers;
  }

  #refuse(line: number, column: string | null, value: string | null, message: string): void {
    this.problems += 1;
    if (this.#broken >= this.#settings.mostProblems) return;
    this.#broken += 1;
    this.#problems.push({
      line,
      column,
      value: value === null ? null : value.slice(0, longestShown),
      message,
    });
  }

  #refuseField(line: number, filler: Filler, value: string, refused: Refused): void {
    const { title } = filler.field.field;
    // The list of errors is kept for days: what would lie in a box is not in it.
    const shown = isSealedField(filler.field) ? null : value;
    this.#refuse(line, title, shown, `第 ${line} 行${problemSentence(title, refused)}`);
  }

  #cell(filler: Filler, cells: readonly string[]): { raw: string; value: unknown } {
    const raw = plainText(cells[filler.at] ?? '');
    if (filler.latAt !== undefined) {
      const lat = cells[filler.latAt] ?? '';
      if (raw.trim() === '' && lat.trim() === '') return { raw: '', value: null };
      const value = checkPoint(
        raw.trim() === '' ? Number.NaN : Number(raw),
        lat.trim() === '' ? Number.NaN : Number(lat),
        this.#lookups,
      );
      return { raw: `${raw},${lat}`, value };
    }
    if (filler.type === 'ref') {
      const id = this.#settings.references[filler.field.name]?.get(raw.trim());
      if (id !== undefined) return { raw, value: id };
    }
    return { raw, value: filler.check.fromCell(raw) };
  }

  #values(cells: readonly string[], line: number): void {
    const values: Record<string, unknown> = {};
    let good = true;
    for (const filler of this.#fillers) {
      const { raw, value } = this.#cell(filler, cells);
      if (value instanceof Refused) {
        good = false;
        this.#refuseField(line, filler, raw, value);
      } else if (value === null && filler.required) {
        good = false;
        this.#refuseField(line, filler, '', new Refused('必须填写'));
      } else if (value !== null && filler.seen !== undefined) {
        const first = filler.seen.get(String(value));
        if (first === undefined) filler.seen.set(String(value), line);
        else {
          good = false;
          this.#refuseField(line, filler, raw, new Refused(`与第 ${first} 行重复`));
        }
      }
      values[filler.field.name] = value;
    }
    if (!good) return;
    const { decision, shape } = this.#settings;
    const contradictions = this.#agreeing ? disagreements(shape.fields, values) : [];
    for (const { message } of contradictions) this.#refuse(line, null, null, `第 ${line} 行${message}`);
    if (contradictions.length > 0) return;
    if (decision !== undefined && !decisionMatches(decision, governedBy(shape, values))) {
      this.#refuse(line, null, null, `第 ${line} 行不在您的管理范围内`);
      return;
    }
    this.valid += 1;
    const id = this.#nextId();
    const stored = this.#sealed?.seal(id, values) ?? values;
    let text = `${line}\t${id}`;
    for (const { name, type } of this.#stored) text += `\t${copyText(type, stored[name])}`;
    this.#copy.push(text);
  }
}
