/** Pages of 机关内跑. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  applications: () => import('./applications-page.tsx'),
  application: () => import('./application-page.tsx'),
  items: () => import('./items-page.tsx'),
  'new-item': () => import('./item-editor-page.tsx'),
  guide: () => import('./guide-page.tsx'),
  'edit-item': () => import('./item-editor-page.tsx'),
  apply: () => import('./apply-page.tsx'),
  seals: () => import('./seals-page.tsx'),
  statistics: () => import('./statistics-page.tsx'),
});
