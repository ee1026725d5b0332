/** Pages of 数据开放: the portal for anybody, and the desk for those who publish and answer. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  datasets: () => import('./datasets-page.tsx'),
  rules: () => import('./rules-page.tsx'),
  plan: () => import('./plan-page.tsx'),
  developers: () => import('./developers-page.tsx'),
  mine: () => import('./mine-page.tsx'),
  dataset: () => import('./dataset-page.tsx'),
  publications: () => import('./publications-page.tsx'),
  publication: () => import('./publication-page.tsx'),
  publish: () => import('./publish-page.tsx'),
  matters: () => import('./matters-page.tsx'),
  matter: () => import('./matter-page.tsx'),
  'my-matter': () => import('./my-matter-page.tsx'),
  'plan-items': () => import('./plan-items-page.tsx'),
  ratings: () => import('./ratings-page.tsx'),
});
