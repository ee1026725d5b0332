/** What policies in force add to the decision, field by field, and how files that leave are marked. */
import type { Cover, Principal, Way } from '../../kernel/access.ts';
import type { ExitMark } from './exits.ts';

/** One policy as it applies to one field. */
export interface FieldPolicy extends Cover {
  /** Its name, and the edition that this is of. */
  readonly policy: string;
  readonly edition: number;
  /** '<system>.<register>', or id of a dataset. */
  readonly object: string;
  readonly field: string;
  readonly way: Way;
  readonly viewers: readonly Principal['kind'][];
  /** First and last day in Shanghai; null: until it is ended. */
  readonly begins: string;
  readonly ends: string | null;
  /** Whether it would look at the field also if the field were of this class and grade. */
  holds(of: Graded): boolean;
}

export interface Graded {
  readonly class: string;
  readonly grade: string;
}

/** A file that leaves under a contract, for whoever marks it. */
export interface MarkedFile {
  readonly object: string;
  readonly contract: string;
  readonly app: string;
  /** Department that gets it, and the one that gives. */
  readonly department: string;
  readonly provider: string;
  readonly purpose: string;
  readonly receipt: string;
}

export interface FileMark extends Pick<ExitMark, 'row'> {
  /** Records the file, once it is made and before it is handed out. */
  keep(rows: number): Promise<void>;
}

export interface FieldCovers {
  /** By field; undefined where no policy in force looks at this object on this way. A viewer nobody names is an official. */
  find(object: string, way: Way, viewer?: Principal['kind']): ReadonlyMap<string, Cover> | undefined;
  /** Which policies in force look at which fields of this object on this way: the same words in every process, one for each, in their order. */
  words(object: string, way: Way): readonly string[];
  /** Names of policies, in force or to come, that look at this field and would not if it were graded so. */
  lost(object: string, field: string, to: Graded): readonly string[];
  /** Rises with each change: what was worked out before is worked out anew. */
  edition(): number;
  /** By the system that keeps policies, when it starts. Throws what reading throws: a city without its policies does not start. */
  bind(read: () => Promise<readonly FieldPolicy[]>): Promise<void>;
  /** By the system that traces files. */
  bindMarker(make: (file: MarkedFile) => Promise<FileMark>): void;
  /** Throws where nobody marks: a file that owes a mark does not leave without. */
  mark(file: MarkedFile): Promise<FileMark>;
  /** Reads them anew here and in every other process. */
  changed(): Promise<void>;
}
