/** Pages of the flow engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  migration: () => import('./designer/migration-page.tsx'),
  'to-do': () => import('./to-do/to-do-page.tsx'),
  case: () => import('./case/case-page.tsx'),
  open: () => import('./opening/open-page.tsx'),
  processes: () => import('./designer/processes-page.tsx'),
  design: () => import('./designer/design-page.tsx'),
  'process-version': () => import('./designer/version-page.tsx'),
});
