/** What the forms engine stands on. */
import type { AccessService } from '../../access/service.ts';
import type { DocumentService } from '../../documents/service.ts';
import type { RegisterService } from '../../registers/service.ts';
import type { RuleService } from '../../rules/service.ts';
import type { Store } from '../../store/service.ts';

export interface FormDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly registers: RegisterService;
  readonly rules: RuleService;
  readonly documents: DocumentService;
}
