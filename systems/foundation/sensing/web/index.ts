/** Pages of 物联感知网络. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  overview: () => import('./overview-page.tsx'),
  firmware: () => import('./firmware/firmware-page.tsx'),
  uplinks: () => import('./uplink/uplinks-page.tsx'),
  screen: () => import('./screen/sensing-screen-page.tsx'),
  'alarms-screen': () => import('./screen/alarms-screen-page.tsx'),
  twin: () => import('./twin/twin-page.tsx'),
  'twin-screen': () => import('./screen/twin-screen-page.tsx'),
});
