/** Pages of 政务数据目录. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  rates: () => import('./rates-page.tsx'),
  resources: () => import('./resources-page.tsx'),
  resource: () => import('./resource-page.tsx'),
  filings: () => import('./filings-page.tsx'),
  elements: () => import('./elements-page.tsx'),
  'code-tables': () => import('./code-tables-page.tsx'),
  'code-values': () => import('./code-values-page.tsx'),
  grading: () => import('./grading-page.tsx'),
  'graded-items': () => import('./graded-items-page.tsx'),
  'grade-entry': () => import('./grade-entry-page.tsx'),
  duties: () => import('./duties-page.tsx'),
});
