/** Pages of 生态环境监测. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  air: () => import('./air-page.tsx'),
  water: () => import('./water-page.tsx'),
  section: () => import('./section-page.tsx'),
  sources: () => import('./sources-page.tsx'),
  source: () => import('./source-page.tsx'),
  exceedances: () => import('./exceedances-page.tsx'),
  exceedance: () => import('./exceedance-page.tsx'),
  'public-air': () => import('./public-air-page.tsx'),
});
