/** What each part of a step of an application is handed. */
import type { Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { application } from '../../application/application.ts';

export type ApplicationRow = Row<typeof application>;

export interface Step {
  readonly work: Work;
  readonly services: Services;
  readonly principal: Principal;
}

export interface Held extends Step {
  readonly row: ApplicationRow;
}
