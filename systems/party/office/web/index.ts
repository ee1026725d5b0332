/** Pages of 协同办公. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  documents: () => import('./outgoing-page.tsx'),
  draft: () => import('./draft-page.tsx'),
  outgoing: () => import('./document-page.tsx'),
  edit: () => import('./draft-page.tsx'),
  'incoming-documents': () => import('./incoming-page.tsx'),
  incoming: () => import('./incoming-document-page.tsx'),
  readings: () => import('./readings-page.tsx'),
  archive: () => import('./archive-page.tsx'),
  coverage: () => import('./coverage-page.tsx'),
  bulletins: () => import('./bulletins-page.tsx'),
  meetings: () => import('./meetings-page.tsx'),
  rooms: () => import('./rooms-page.tsx'),
});
