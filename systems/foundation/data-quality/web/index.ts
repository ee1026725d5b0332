/** Pages of 数据质量. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  overview: () => import('./overview-page.tsx'),
  rules: () => import('./rules-page.tsx'),
  dataset: () => import('./dataset-page.tsx'),
  farDoubts: () => import('./far-doubts-page.tsx'),
  disputes: () => import('./disputes-page.tsx'),
  bulletins: () => import('./bulletins-page.tsx'),
});
