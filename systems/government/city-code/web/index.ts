/** Pages of 安康码. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  code: () => import('./code-page.tsx'),
  manage: () => import('./manage-page.tsx'),
  history: () => import('./history-page.tsx'),
  scan: () => import('./scan-page.tsx'),
  window: () => import('./window-page.tsx'),
  scenes: () => import('./scenes-page.tsx'),
  coverage: () => import('./coverage-page.tsx'),
});
