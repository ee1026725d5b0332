/** The pages of the trust engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  keys: () => import('./keys/keys-page.tsx'),
  verify: () => import('./verify/verify-page.tsx'),
});
