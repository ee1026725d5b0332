/** Pages of 基础库和主题库. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  libraries: () => import('./libraries-page.tsx'),
  check: () => import('./check-page.tsx'),
  checks: () => import('./checks-page.tsx'),
  doubts: () => import('./doubts-page.tsx'),
  marts: () => import('./marts-page.tsx'),
  mart: () => import('./mart-page.tsx'),
  lineage: () => import('./lineage-page.tsx'),
  portraits: () => import('./portraits-page.tsx'),
  grants: () => import('./grants-page.tsx'),
  steward: () => import('./steward-page.tsx'),
  'own-looks': () => import('./own-looks-page.tsx'),
  library: () => import('./library-page.tsx'),
  records: () => import('./records-page.tsx'),
  record: () => import('./record-page.tsx'),
});
