/** The statistics page of the indicators engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, { overview: () => import('./overview-page.tsx') });
