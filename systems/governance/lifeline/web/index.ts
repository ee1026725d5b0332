/** Pages of 城市生命线. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  board: () => import('./board-page.tsx'),
  incidents: () => import('./incidents-page.tsx'),
  incident: () => import('./incident-page.tsx'),
  networks: () => import('./networks-page.tsx'),
  network: () => import('./network-page.tsx'),
  risks: () => import('./risks-page.tsx'),
  reports: () => import('./reports-page.tsx'),
  report: () => import('./report-page.tsx'),
  bridges: () => import('./bridges-page.tsx'),
  bridge: () => import('./bridge-page.tsx'),
  drainage: () => import('./drainage-page.tsx'),
  'drainage-point': () => import('./drainage-point-page.tsx'),
});
