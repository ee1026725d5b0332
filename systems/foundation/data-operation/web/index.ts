/** Pages of 公共数据授权运营. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  projects: () => import('./projects-page.tsx'),
  project: () => import('./project-page.tsx'),
  match: () => import('./match-page.tsx'),
  ask: () => import('./ask-page.tsx'),
  sums: () => import('./sums-page.tsx'),
  sum: () => import('./sum-page.tsx'),
  runs: () => import('./runs-page.tsx'),
  run: () => import('./run-page.tsx'),
  applications: () => import('./applications-page.tsx'),
  products: () => import('./products-page.tsx'),
  product: () => import('./product-page.tsx'),
  complaints: () => import('./complaints-page.tsx'),
  statements: () => import('./statements-page.tsx'),
  statement: () => import('./statement-page.tsx'),
  orders: () => import('./orders-page.tsx'),
  order: () => import('./order-page.tsx'),
  'buyer-order': () => import('./buyer-order-page.tsx'),
  bills: () => import('./bills-page.tsx'),
  bill: () => import('./bill-page.tsx'),
  buyer: () => import('./buyer-page.tsx'),
  'buyer-subscription': () => import('./buyer-subscription-page.tsx'),
  'buyer-bill': () => import('./buyer-bill-page.tsx'),
  operators: () => import('./operators-page.tsx'),
});
