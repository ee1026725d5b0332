/** Pages of 协同办公. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  outgoing: () => import('./outgoing-page.tsx'),
  draft: () => import('./draft-page.tsx'),
  document: () => import('./document-page.tsx'),
  edit: () => import('./draft-page.tsx'),
  incoming: () => import('./incoming-page.tsx'),
  'incoming-document': () => import('./incoming-document-page.tsx'),
  readings: () => import('./readings-page.tsx'),
  rooms: () => import('./rooms-page.tsx'),
});
