/** Pages of 统一业务中台. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  shelf: () => import('./shelf-page.tsx'),
  market: () => import('./market-page.tsx'),
  interface: () => import('./interface-page.tsx'),
  applications: () => import('./applications-page.tsx'),
  application: () => import('./application-page.tsx'),
  requests: () => import('./requests-page.tsx'),
  grants: () => import('./grants-page.tsx'),
  grant: () => import('./grant-page.tsx'),
  statistics: () => import('./statistics-page.tsx'),
  components: () => import('./components-page.tsx'),
});
