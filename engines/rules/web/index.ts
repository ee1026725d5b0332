/** The pages of the rules engine: catalogue, a version with its editor, two versions side by side. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  list: () => import('./list-page.tsx'),
  version: () => import('./version-page.tsx'),
  compare: () => import('./compare-page.tsx'),
});
