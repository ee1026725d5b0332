/** The administration pages of the access engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  people: () => import('./people-page.tsx'),
  grants: () => import('./grants-page.tsx'),
  roles: () => import('./roles-page.tsx'),
  settings: () => import('./settings-page.tsx'),
  applications: () => import('./applications-page.tsx'),
  consent: () => import('./consent-page.tsx'),
  agree: () => import('./consent-page.tsx'),
  mine: () => import('./mine-page.tsx'),
  oversight: () => import('./oversight-page.tsx'),
  requests: () => import('./requests-page.tsx'),
  factors: () => import('./factors-page.tsx'),
  identity: () => import('./identity-page.tsx'),
  family: () => import('./family-page.tsx'),
  enterprises: () => import('./enterprises-page.tsx'),
  window: () => import('./window-page.tsx'),
  looks: () => import('./looks-page.tsx'),
  doubts: () => import('./doubts-page.tsx'),
  audit: () => import('./audit-page.tsx'),
});
