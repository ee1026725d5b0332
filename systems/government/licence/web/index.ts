/** Pages of 电子证照. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  licences: () => import('./licences-page.tsx'),
  licence: () => import('./licence-page.tsx'),
  apply: () => import('./apply-page.tsx'),
  applications: () => import('./applications-page.tsx'),
  application: () => import('./application-page.tsx'),
  asks: () => import('./asks-page.tsx'),
  seals: () => import('./seals-page.tsx'),
  roots: () => import('./roots-page.tsx'),
  mine: () => import('./mine-page.tsx'),
  'my-licence': () => import('./my-licence-page.tsx'),
  consents: () => import('./consents-page.tsx'),
  verify: () => import('./verify-page.tsx'),
});
