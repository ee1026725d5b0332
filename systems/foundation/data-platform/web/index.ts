/** Pages of 数据中心. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  situation: () => import('./situation-page.tsx'),
  alerts: () => import('./alerts-page.tsx'),
  alert: () => import('./alert-page.tsx'),
  handlings: () => import('./handlings-page.tsx'),
  breaches: () => import('./breaches-page.tsx'),
  breach: () => import('./breach-page.tsx'),
  exceptions: () => import('./exceptions-page.tsx'),
  wall: () => import('./wall-page.tsx'),
});
