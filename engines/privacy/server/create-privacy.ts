/** Puts the engine together. */
import type { LakeService } from '../../lake/service.ts';
import type { Store } from '../../store/index.ts';
import type { TrustService } from '../../trust/index.ts';
import { type Draw, secureDraw } from '../noise/random.ts';
import type { PrivacyService } from '../service.ts';
import { askNoisy, askTable } from './answer-question.ts';
import { listSpending, readAccounts, setBudget } from './budget.ts';
import { openMatches } from './matches.ts';
import { openPointPool } from './point-pool.ts';
import { openSums } from './sums.ts';

export interface PrivacyEngine extends PrivacyService {
  close(): Promise<void>;
}

export function createPrivacy(deps: {
  readonly store: Store;
  readonly lake: LakeService;
  readonly trust: TrustService;
  readonly report: (problem: unknown, where: string) => void;
  /** Where noise comes from; tests draw the same again. */
  readonly draw?: Draw;
}): PrivacyEngine {
  const { store, lake, trust, draw = secureDraw } = deps;
  const pool = openPointPool(deps.report);
  return {
    matches: openMatches({ store, lake, trust, pool }),
    sums: openSums(store),
    setBudget,
    accounts: (accounts) => readAccounts(store.db, accounts),
    spending: (account, size) => listSpending(store.db, account, size),
    askNoisy: (asked, record) => askNoisy({ store, lake, draw }, asked, record),
    askTable: (asked) => askTable({ store, lake, draw }, asked),
    close: () => pool.close(),
  };
}
