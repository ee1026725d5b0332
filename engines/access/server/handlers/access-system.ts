/** The access engine as a system: its handlers by noun, and the work that runs by itself. */
import { defineSystem, type System } from '../../../../kernel/system.ts';
import type { Store } from '../../../store/index.ts';
import { disposeActivity } from '../activity/profile-activity.ts';
import contract from '../../contract.ts';
import { type AccessEngine, systemPrincipal } from '../create-access.ts';
import { agencyHandlers } from './agency-handlers.ts';
import { applicationHandlers } from './application-handlers.ts';
import { auditHandlers } from './audit-handlers.ts';
import { factorHandlers } from './factor-handlers.ts';
import { identityHandlers } from './identity-handlers.ts';
import { tidyPapers } from '../exits/open-exits.ts';
import { sampleLooks } from '../looks/sample-looks.ts';
import { lookHandlers } from './look-handlers.ts';
import { personHandlers } from './person-handlers.ts';
import { postHandlers } from './post-handlers.ts';
import { roleHandlers } from './role-handlers.ts';
import { sessionHandlers } from './session-handlers.ts';
import { settingHandlers } from './setting-handlers.ts';

export function accessSystem(engine: AccessEngine, store: Store): System {
  const { audit, attempts, oidc, reviews } = engine.parts;
  return defineSystem({
    contract,
    jobs: {
      disposeAudit: { cron: '20 3 * * *', run: () => audit.dispose(systemPrincipal) },
      disposeActivity: { cron: '25 3 * * *', run: () => disposeActivity(store) },
      sampleLooks: { cron: '50 3 * * *', run: () => sampleLooks(store) },
      sweepSignOuts: { cron: '* * * * *', run: () => oidc.signOuts.sweep() },
      keepOidcKeys: { cron: '10 2 * * *', run: () => oidc.keys.keep() },
      lapseReviews: { cron: '*/10 * * * *', run: () => reviews.lapse(systemPrincipal) },
      watchActivity: { cron: '* * * * *', run: () => engine.activity.profile() },
      tidyPapers: { cron: '45 3 * * *', run: () => tidyPapers(store) },
      tidyAttempts: { cron: '40 3 * * *', run: () => attempts.tidy() },
    },
    handlers: {
      ...sessionHandlers(engine),
      ...factorHandlers(engine, store),
      ...applicationHandlers(engine, store),
      ...postHandlers(engine, store),
      ...personHandlers(engine),
      ...roleHandlers(engine),
      ...identityHandlers(engine),
      ...agencyHandlers(engine),
      ...auditHandlers(engine, store),
      ...lookHandlers(engine, store),
      ...settingHandlers(engine, store),
    },
  });
}
