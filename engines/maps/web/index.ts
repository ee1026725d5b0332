/** Pages of the maps engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  map: () => import('./map-page.tsx'),
});
