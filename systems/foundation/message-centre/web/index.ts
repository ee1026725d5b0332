/** Pages of 消息管理. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  broadcasts: () => import('./broadcasts-page.tsx'),
  ask: () => import('./ask-page.tsx'),
  decide: () => import('./decide-page.tsx'),
  broadcast: () => import('./broadcast-page.tsx'),
  deliveries: () => import('./deliveries-page.tsx'),
  templates: () => import('./templates-page.tsx'),
  channels: () => import('./channels-page.tsx'),
});
