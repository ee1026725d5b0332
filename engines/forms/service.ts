/** What the forms engine offers: values let through a form at the server, and forms that systems bring along. */
import type { Principal } from '../../kernel/access.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { FormModel } from './form/form-model.ts';

export type { FormModel } from './form/form-model.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface Filled {
  /** '<system>.<register or case>' */
  readonly register: string;
  /** What the person sent. */
  readonly given: Values;
  /** The row as it is, for a change; absent for a new one. */
  readonly before?: Values & { readonly id: string };
  readonly principal: Principal;
  readonly work: Work;
}

export interface Admitted {
  /** What the person may have written: hidden fields emptied, read-only ones as they were. */
  readonly values: Values;
  /** Worked out or fetched by the server; managed fields may be among them. */
  readonly computed: Values;
  /** Version of the form it went through; undefined where none is in force. */
  readonly version: string | undefined;
}

export interface FormService {
  /**
   * Lets values through the form in force, or the one that the row began with: demands what is shown and required, refuses what is read-only,
   * empties what is hidden, works out what is computed. Throws city.invalid with a problem for each field.
   */
  admit(filled: Filled): Promise<Admitted>;
  /** Notes by which version a row began, so that it keeps it. Commits with the work. */
  begin(work: Work, register: string, row: string, version: string | undefined): Promise<void>;
  /** A form that a system brings along. It becomes a new version when it differs from the last one brought, unless people designed a later one. */
  keep(register: string, model: FormModel): Promise<void>;
}

export const forms = service<FormService>('forms');
