/** The pages of 村情采集. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  load: () => import('./desk/load-page.tsx'),
  coverage: () => import('./desk/coverage-page.tsx'),
  cards: () => import('./desk/cards-page.tsx'),
  card: () => import('./desk/card-page.tsx'),
  requests: () => import('./desk/requests-page.tsx'),
  ask: () => import('./desk/ask-page.tsx'),
  request: () => import('./desk/request-page.tsx'),
  deliveries: () => import('./desk/deliveries-page.tsx'),
  delivery: () => import('./desk/delivery-page.tsx'),
  pushes: () => import('./desk/pushes-page.tsx'),
  fields: () => import('./desk/fields-page.tsx'),
  mine: () => import('./phone/mine-page.tsx'),
});
