/** Statements of one connection that leave together and are answered together: one wake of the database, one answer, each text parsed and described once. */
import pg from 'pg';

export interface Answer {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: Record<string, unknown>[];
}

/** One statement on its way, and who waits for it. */
export interface Asked {
  readonly text: string;
  /** The name under which it is prepared; undefined: parsed each time. */
  readonly name: string | undefined;
  readonly values: readonly unknown[];
  resolve(answer: Answer): void;
  reject(problem: unknown): void;
}

type ReadValue = (text: string) => unknown;

interface Column {
  readonly name: string;
  readonly read: ReadValue;
}

/** What a connection knows of the statements that it has prepared: their columns, once the database has told them. */
export class Prepared {
  readonly #columns = new Map<string, readonly Column[] | undefined>();

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  add(name: string): void {
    this.#columns.set(name, undefined);
  }

  forget(name: string): void {
    this.#columns.delete(name);
  }

  columnsOf(name: string): readonly Column[] | undefined {
    return this.#columns.get(name);
  }

  describe(name: string, columns: readonly Column[]): void {
    if (this.#columns.has(name)) this.#columns.set(name, columns);
  }
}

/** pg exports it, and its types do not say so. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

export function asParameter(value: unknown): unknown {
  if (value === null || typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : prepareValue(value);
}

/** What the types of pg call a connection, with the methods that they describe for other versions. */
interface Wire {
  parse(message: { text: string; name: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P' }): void;
  execute(message: null): void;
  sync(): void;
}

function readRow(columns: readonly Column[], fields: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = 0;
  for (const { name, read } of columns) {
    const text = fields[at];
    row[name] = text === null || text === undefined ? null : read(text);
    at += 1;
  }
  return row;
}

/**
 * A query to pg's client. It ends with one Sync: outside of BEGIN and COMMIT all of it is one transaction. Nothing of it counts as done
 * before the database says that all of it is: after a failure every statement of the group fails, for that one reason.
 */
export class StatementGroup extends pg.Query {
  readonly #asked: readonly Asked[];
  readonly #prepared: Prepared;
  readonly #readers: (type: number) => ReadValue;
  readonly #ended: (group: StatementGroup) => void;
  readonly #answers: Answer[] = [];
  /** Names that are parsed in this group and not yet acknowledged. */
  readonly #parsing: string[] = [];
  #columns: readonly Column[] | undefined;
  #rows: Record<string, unknown>[] = [];
  #broken: unknown;

  constructor(
    asked: readonly Asked[],
    prepared: Prepared,
    readers: (type: number) => ReadValue,
    ended: (group: StatementGroup) => void,
  ) {
    super('');
    this.#ended = ended;
    this.#asked = asked;
    this.#prepared = prepared;
    this.#readers = readers;
  }

  override submit = (connection: pg.Connection): void => {
    const wire = connection as unknown as Wire;
    connection.stream.cork();
    for (const { text, name, values } of this.#asked) {
      if (name === undefined || !this.#prepared.has(name)) {
        wire.parse({ text, name: name ?? '' });
        this.#parsing.push(name ?? '');
        if (name !== undefined) this.#prepared.add(name);
      }
      wire.bind({ statement: name ?? '', values });
      if (name === undefined || this.#prepared.columnsOf(name) === undefined) wire.describe({ type: 'P' });
      wire.execute(null);
    }
    wire.sync();
    connection.stream.uncork();
  };

  /** Told by the connection. */
  handleParseComplete(): void {
    this.#parsing.shift();
  }

  #learn(columns: readonly Column[]): void {
    this.#columns = columns;
    const name = this.#asked[this.#answers.length]?.name;
    if (name !== undefined) this.#prepared.describe(name, columns);
  }

  handleRowDescription(message: { readonly fields: readonly pg.FieldDef[] }): void {
    this.#learn(message.fields.map((field) => ({ name: field.name, read: this.#readers(field.dataTypeID) })));
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    const name = this.#asked[this.#answers.length]?.name;
    const columns = this.#columns ?? (name === undefined ? undefined : this.#prepared.columnsOf(name));
    try {
      if (columns === undefined) throw new Error('rows came without their description');
      this.#rows.push(readRow(columns, message.fields));
    } catch (problem) {
      this.#broken ??= problem;
    }
  }

  handleCommandComplete(message: { readonly text: string }): void {
    const words = message.text.split(' ');
    const count = words.length > 1 ? Number(words.at(-1)) : 0;
    // No description came for a statement that gives no rows: none is asked for again.
    if (this.#columns === undefined && this.#rows.length === 0) this.#learnNothing();
    this.#answers.push({ command: words[0] ?? '', rowCount: count, rows: this.#rows });
    this.#rows = [];
    this.#columns = undefined;
  }

  #learnNothing(): void {
    const name = this.#asked[this.#answers.length]?.name;
    if (name !== undefined && this.#prepared.columnsOf(name) === undefined) this.#prepared.describe(name, []);
  }

  handleEmptyQuery(): void {
    this.#answers.push({ command: '', rowCount: 0, rows: [] });
  }

  handlePortalSuspended(): void {
    this.#broken ??= new Error('no statement asks for some rows only');
  }

  handleError(problem: unknown): void {
    this.#ended(this);
    for (const name of this.#parsing) this.#prepared.forget(name);
    for (const asked of this.#asked) asked.reject(problem);
  }

  handleReadyForQuery(): void {
    this.#ended(this);
    for (const [index, asked] of this.#asked.entries()) {
      const answer = this.#answers[index];
      if (this.#broken !== undefined || answer === undefined)
        asked.reject(this.#broken ?? new Error('a statement was not answered'));
      else asked.resolve(answer);
    }
  }
}
