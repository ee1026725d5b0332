/** The reply that the situation's pages show, and the days that were asked for. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export type Situation = OutputOf<typeof contract.routes.situation>;

export interface Span {
  readonly from: string;
  readonly to: string;
}
