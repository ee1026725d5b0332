/** What the rules of keeping work on: every register at work, and the engine's own registers to write into. */
import type { KeptTable, Register } from '../../../../kernel/register.ts';
import type { AccessService } from '../../../access/service.ts';
import type { Store } from '../../../store/service.ts';
import type { TrustedRows } from '../../service.ts';
import type { RowContext } from '../row/row-context.ts';

export interface Keeping {
  readonly store: Store;
  readonly kept: readonly KeptTable[];
  contexts(): readonly RowContext[];
  /** Throws registers.unknownRegister. */
  context(register: string): RowContext;
  audit: AccessService['audit'];
  trusted<R extends Register>(declaration: R): TrustedRows<R>;
}
