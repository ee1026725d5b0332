/** The administration pages of the access engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  people: () => import('./people-page.tsx'),
  grants: () => import('./grants-page.tsx'),
  roles: () => import('./roles-page.tsx'),
  settings: () => import('./settings-page.tsx'),
  factors: () => import('./factors-page.tsx'),
  audit: () => import('./audit-page.tsx'),
});
