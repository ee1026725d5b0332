/** Pages of 数据开放: two for anybody, two for those who publish. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  datasets: () => import('./datasets-page.tsx'),
  dataset: () => import('./dataset-page.tsx'),
  publications: () => import('./publications-page.tsx'),
  publish: () => import('./publish-page.tsx'),
});
