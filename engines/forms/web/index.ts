/** The pages of the forms engine: the catalogue of forms, and the designer of one. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  list: () => import('./list-page.tsx'),
  design: () => import('./design-page.tsx'),
});
