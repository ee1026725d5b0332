/** Code lists of sharing. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeNames, registers } from '../../../../engines/registers/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { grantOrExpire } from './expire-agreements.ts';
import { registerShelf } from './register-shelf.ts';
import { bindLinks } from './link/bind-links.ts';
import { agreementStatuses } from '../data/agreement-words.ts';
import { accordStages, conclusions, grades } from '../data/accord-words.ts';
import { deliveryStatuses } from '../data/delivery-words.ts';
import { farStages, linkDirections, linkStatuses } from '../data/link-words.ts';
import { pushKinds, pushStatuses } from '../data/push-words.ts';

const lists: Readonly<Record<string, CodeNames>> = {
  'data-sharing key-stages': { issued: '已签发' },
  'data-sharing push-kinds': pushKinds,
  'data-sharing push-statuses': pushStatuses,
  'data-sharing deliveries': { call: '接口调用', rows: '按批落地' },
  'data-sharing delivery-statuses': deliveryStatuses,
  'data-sharing far-stages': farStages,
  'data-sharing link-directions': linkDirections,
  'data-sharing link-statuses': linkStatuses,
  'data-sharing grades': grades,
  'data-sharing accord-stages': accordStages,
  'data-sharing conclusions': conclusions,
  'data-sharing statuses': agreementStatuses,
};

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(lists);
  services.use(lake).bindShelf('register', registerShelf(services));
  services
    .use(lake)
    .bindLater(({ contract, app }) =>
      grantOrExpire(services, contract, app, services.use(store).clock.now()),
    );
  await bindLinks(services);
}
