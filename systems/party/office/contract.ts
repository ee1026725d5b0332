/** What 协同办公 promises: registers, 发文 and 收文 with their processes, exchange, rooms, permissions and pages. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { incomingDocument } from './document/incoming-document.ts';
import { outgoingDocument } from './document/outgoing-document.ts';
import { permissions, roles, settings } from './permissions.ts';
import { archiveItem } from './registers/archive-item.ts';
import { bulletin, bulletinReceipt } from './registers/bulletin.ts';
import { attendance, signInCode } from './registers/attendance.ts';
import { delivery } from './registers/delivery.ts';
import { draftVersion } from './registers/draft-version.ts';
import { meeting, meetingRoom } from './registers/meeting.ts';
import { numberCode } from './registers/number-code.ts';
import { bulletinRoutes } from './routes/bulletin-routes.ts';
import { coverageRoutes } from './routes/coverage-routes.ts';
import { documentRoutes } from './routes/document-routes.ts';
import { exchangeRoutes } from './routes/exchange-routes.ts';
import { meetingRoutes } from './routes/meeting-routes.ts';

export default defineContract({
  id: 'office',
  title: '协同办公',
  task: 'party',
  plan: ['oa-platform', 'ind-14-oa-coverage'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    'number-code': numberCode,
    'draft-version': draftVersion,
    delivery,
    'archive-item': archiveItem,
    'meeting-room': meetingRoom,
    meeting,
    attendance,
    'sign-in-code': signInCode,
    bulletin,
    'bulletin-receipt': bulletinReceipt,
  },
  cases: { outgoing: outgoingDocument, incoming: incomingDocument },
  routes: { ...documentRoutes, ...exchangeRoutes, ...meetingRoutes, ...coverageRoutes, ...bulletinRoutes },
  pages: {
    documents: {
      path: '/documents',
      title: '发文',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'desk',
      order: 10,
    },
    draft: {
      path: '/documents/new',
      title: '拟稿',
      access: { allow: 'draft' },
      menu: '协同办公',
      icon: 'add',
      order: 11,
    },
    // By convention the page of a case has the key of its case.
    outgoing: { path: '/documents/:id', title: '发文办理', access: { allow: 'read' } },
    edit: { path: '/documents/:id/edit', title: '修改公文稿', access: { allow: 'read' } },
    'incoming-documents': {
      path: '/incoming',
      title: '收文',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'import',
      order: 20,
    },
    incoming: { path: '/incoming/:id', title: '收文办理', access: { allow: 'read' } },
    readings: {
      path: '/readings',
      title: '阅文',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'book',
      order: 21,
    },
    archive: {
      path: '/archive',
      title: '归档文件',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'list',
      order: 40,
    },
    coverage: {
      path: '/coverage',
      title: '平台覆盖率',
      access: { allow: 'measure' },
      menu: '协同办公',
      icon: 'chart',
      order: 50,
    },
    bulletins: {
      path: '/bulletins',
      title: '公告',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'bell',
      order: 32,
    },
    meetings: {
      path: '/meetings',
      title: '会议通知',
      access: { allow: 'meet' },
      menu: '协同办公',
      icon: 'book',
      order: 31,
    },
    rooms: {
      path: '/rooms',
      title: '会议室',
      access: { allow: 'read-codes' },
      menu: '协同办公',
      icon: 'duty',
      order: 30,
    },
  },
});
