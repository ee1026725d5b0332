/** Pages of 智慧城管. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  board: () => import('./board-page.tsx'),
  file: () => import('./file-page.tsx'),
  'foreign-sheet': () => import('./foreign-sheet-page.tsx'),
  case: () => import('./case-page.tsx'),
  evaluation: () => import('./evaluation-page.tsx'),
  analysis: () => import('./analysis-page.tsx'),
  standards: () => import('./standards-page.tsx'),
  duty: () => import('./duty-page.tsx'),
  report: () => import('./report-page.tsx'),
  'my-reports': () => import('./my-reports-page.tsx'),
  'my-report': () => import('./my-report-page.tsx'),
  'city-map': () => import('./city-map-page.tsx'),
});
