/** Tells the links who reads what: done at each start, before anything comes. */
import { cityCode } from '../../../../../city/divisions.ts';
import { findDepartment } from '../../../../../city/departments.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { links } from '../../../../../engines/lake/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { answerBinding } from './ask-far.ts';
import { requestBinding } from './decide-far.ts';
import { agreementBinding, linkedGrant, rowsAccepted } from './linked-agreements.ts';
import { renewalLinkBinding } from './renew-far.ts';
import { entryBinding } from './share-entries.ts';
import { headBinding } from './watch-links.ts';

/** Until somebody says otherwise this is the city's own platform. */
async function nameNode(services: Services): Promise<void> {
  if ((await services.use(links).node()) !== undefined) return;
  const keeper = findDepartment('city-data-resources');
  await services
    .use(store)
    .transaction((work) =>
      services
        .use(links)
        .setNode(work, { code: cityCode, name: '阜阳市', creditCode: keeper?.creditCode ?? '' }),
    );
}

export async function bindLinks(services: Services): Promise<void> {
  const all = services.use(links);
  all.bind('entry', entryBinding(services));
  all.bind('request', requestBinding(services));
  all.bind('renewal', renewalLinkBinding(services));
  all.bind('answer', answerBinding(services));
  all.bind('agreement', agreementBinding(services));
  all.bind('head', headBinding());
  all.bindCalls(linkedGrant(services));
  all.bindRows(rowsAccepted(services));
  await nameNode(services);
}
