/** What the forms engine stands on. */
import type { Principal } from '../../../kernel/access.ts';
import type { AccessService } from '../../access/service.ts';
import type { DocumentService } from '../../documents/service.ts';
import type { RegisterService } from '../../registers/service.ts';
import type { RuleService } from '../../rules/service.ts';
import type { Store } from '../../store/service.ts';
import type { Vault } from '../../trust/index.ts';

export interface FormDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly registers: RegisterService;
  readonly rules: RuleService;
  readonly documents: DocumentService;
  readonly vault: Vault;
}

/** The row of a case as its page shows it to the caller, without the fields that his task hides. Throws city.missing to whoever is not shown it. */
export type ReadCase = (
  principal: Principal,
  type: string,
  id: string,
) => Promise<Readonly<Record<string, unknown>>>;
