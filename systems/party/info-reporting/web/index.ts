/** Pages of 一表通. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  answers: () => import('./answers-page.tsx'),
  answer: () => import('./answer-page.tsx'),
  issues: () => import('./issues-page.tsx'),
  issue: () => import('./issue-page.tsx'),
  tables: () => import('./tables-page.tsx'),
  design: () => import('./design-page.tsx'),
  table: () => import('./table-page.tsx'),
  edit: () => import('./design-page.tsx'),
  asked: () => import('./asked-page.tsx'),
  elements: () => import('./elements-page.tsx'),
});
