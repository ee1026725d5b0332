/** Pages of 数据归集. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  overview: () => import('./overview-page.tsx'),
  sources: () => import('./sources-page.tsx'),
  source: () => import('./source-page.tsx'),
  datasets: () => import('./datasets-page.tsx'),
  define: () => import('./define-page.tsx'),
  dataset: () => import('./dataset-page.tsx'),
  edit: () => import('./define-page.tsx'),
});
