/** Pages of 数据共享. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  agreements: () => import('./agreements-page.tsx'),
  agreement: () => import('./agreement-page.tsx'),
  requests: () => import('./requests-page.tsx'),
  applications: () => import('./applications-page.tsx'),
  demands: () => import('./demands-page.tsx'),
  demand: () => import('./demand-page.tsx'),
  renewals: () => import('./renewals-page.tsx'),
  receipts: () => import('./receipts-page.tsx'),
  farEntries: () => import('./far-entries-page.tsx'),
  farRequests: () => import('./far-requests-page.tsx'),
  farRequest: () => import('./far-request-page.tsx'),
  accords: () => import('./accords-page.tsx'),
  links: () => import('./links-page.tsx'),
  application: () => import('./application-page.tsx'),
});
