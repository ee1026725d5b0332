/** What each part of a step of 发文 is handed. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Act } from '../../../../../engines/flow/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { outgoingDocument } from '../../document/outgoing-document.ts';

export type OutgoingRow = Row<typeof outgoingDocument>;
export type Values = RowInput<typeof outgoingDocument>;

export interface Step {
  readonly row: OutgoingRow | undefined;
  readonly action: string;
  readonly values: Values;
  readonly principal: Principal;
  readonly act?: Act;
  readonly work: Work;
  readonly services: Services;
}

export type HeldStep = Step & { readonly row: OutgoingRow };
/** A step that was taken: the row as it is now. */
export type Followed = Omit<HeldStep, 'values'>;

/** The engine's mark is no declared field. */
export function isSealed(row: OutgoingRow): boolean {
  const { sealedAt } = row as OutgoingRow & { readonly sealedAt?: string | null };
  return typeof sealedAt === 'string';
}
