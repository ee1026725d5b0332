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
  matters: () => import('./matter/matters-page.tsx'),
  schedule: () => import('./schedule/schedule-page.tsx'),
  contacts: () => import('./contact/contacts-page.tsx'),
  'meeting-application': () => import('./meeting/meeting-application-page.tsx'),
  'meeting-task': () => import('./meeting/meeting-task-page.tsx'),
  apply: () => import('./matter/apply-page.tsx'),
  leave: () => import('./matter/leave-page.tsx'),
  'car-use': () => import('./matter/car-use-page.tsx'),
  purchase: () => import('./matter/purchase-page.tsx'),
  'seal-use': () => import('./matter/seal-use-page.tsx'),
  visit: () => import('./matter/visit-page.tsx'),
  archive: () => import('./archive/archive-page.tsx'),
  'archive-appraisals': () => import('./archive/appraisals-page.tsx'),
  'archive-appraisal': () => import('./archive/appraisal-page.tsx'),
  'archive-transfers': () => import('./archive/transfers-page.tsx'),
  coverage: () => import('./coverage-page.tsx'),
  bulletins: () => import('./bulletins-page.tsx'),
  meetings: () => import('./meetings-page.tsx'),
  rooms: () => import('./rooms-page.tsx'),
});
