/** Pages of the messages engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  messages: () => import('./messages-page.tsx'),
  settings: () => import('./settings-page.tsx'),
  mine: () => import('./my-settings-page.tsx'),
});
