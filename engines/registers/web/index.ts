/** The generic pages of every register. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  catalogue: () => import('./catalogue-page.tsx'),
  'code-lists': () => import('./code-lists-page.tsx'),
  retention: () => import('./retention-page.tsx'),
  list: () => import('./list-page.tsx'),
  create: () => import('./create-page.tsx'),
  import: () => import('./import-page.tsx'),
  detail: () => import('./detail-page.tsx'),
  edit: () => import('./edit-page.tsx'),
});
