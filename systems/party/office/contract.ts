/** What 协同办公 promises: registers, 发文 and 收文 with their processes, exchange, rooms, permissions and pages. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { incomingDocument } from './document/incoming-document.ts';
import { outgoingDocument } from './document/outgoing-document.ts';
import { permissions, roles, settings } from './permissions.ts';
import { archiveAppraisal } from './archive/appraisal.ts';
import { appraisalLine, appraisalOpinion, destructionEntry } from './registers/archive-appraisal.ts';
import { archiveItem } from './registers/archive-item.ts';
import { archiveTransfer } from './registers/archive-transfer.ts';
import { bulletin, bulletinReceipt } from './registers/bulletin.ts';
import { attendance, signInCode } from './registers/attendance.ts';
import { delivery } from './registers/delivery.ts';
import { deliveryUrge } from './registers/delivery-urge.ts';
import { deliveryText } from './registers/delivery-text.ts';
import { draftVersion } from './registers/draft-version.ts';
import { meeting, meetingRoom } from './registers/meeting.ts';
import { numberCode } from './registers/number-code.ts';
import { recipientGroup } from './registers/recipient-group.ts';
import { archiveRoutes } from './routes/archive-routes.ts';
import { bulletinRoutes } from './routes/bulletin-routes.ts';
import { contactRoutes } from './routes/contact-routes.ts';
import { coverageRoutes } from './routes/coverage-routes.ts';
import { documentRoutes } from './routes/document-routes.ts';
import { exchangeRoutes } from './routes/exchange-routes.ts';
import { meetingRoutes } from './routes/meeting-routes.ts';
import { matterRoutes } from './routes/matter-routes.ts';
import { scheduleRoutes } from './routes/schedule-routes.ts';
import { carUse } from './matter/car-use.ts';
import { leave } from './matter/leave.ts';
import { meetingApplication } from './matter/meeting-application.ts';
import { meetingTask } from './matter/meeting-task.ts';
import { purchase } from './matter/purchase.ts';
import { sealUse } from './matter/seal-use.ts';
import { visit } from './matter/visit.ts';
import { calendarEntry } from './registers/calendar-entry.ts';
import { contact } from './registers/contact.ts';
import { car, leaveAccount } from './registers/matter-registers.ts';

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
    'delivery-text': deliveryText,
    'delivery-urge': deliveryUrge,
    'recipient-group': recipientGroup,
    'archive-item': archiveItem,
    'appraisal-line': appraisalLine,
    'appraisal-opinion': appraisalOpinion,
    'destruction-entry': destructionEntry,
    'archive-transfer': archiveTransfer,
    'meeting-room': meetingRoom,
    meeting,
    attendance,
    'sign-in-code': signInCode,
    bulletin,
    'bulletin-receipt': bulletinReceipt,
    'leave-account': leaveAccount,
    car,
    'calendar-entry': calendarEntry,
    contact,
  },
  cases: {
    outgoing: outgoingDocument,
    incoming: incomingDocument,
    leave,
    'car-use': carUse,
    purchase,
    'seal-use': sealUse,
    visit,
    'meeting-task': meetingTask,
    'meeting-application': meetingApplication,
    'archive-appraisal': archiveAppraisal,
  },
  routes: {
    ...documentRoutes,
    ...exchangeRoutes,
    ...archiveRoutes,
    ...meetingRoutes,
    ...coverageRoutes,
    ...bulletinRoutes,
    ...matterRoutes,
    ...scheduleRoutes,
    ...contactRoutes,
  },
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
    matters: {
      path: '/matters',
      title: '办事',
      access: { allow: 'apply' },
      menu: '协同办公',
      icon: 'case',
      order: 25,
    },
    schedule: {
      path: '/schedule',
      title: '日程',
      access: { allow: 'own-calendar' },
      menu: '协同办公',
      icon: 'calendar',
      order: 26,
    },
    'meeting-task': { path: '/meeting-task/:id', title: '会议决定事项', access: { allow: 'read' } },
    'meeting-application': {
      path: '/meeting-application/:id',
      title: '办会申请',
      access: { allow: 'apply' },
    },
    apply: { path: '/matters/:kind/new', title: '办事申请', access: { allow: 'apply' } },
    leave: { path: '/leave/:id', title: '请假办理', access: { allow: 'apply' } },
    'car-use': { path: '/car-use/:id', title: '用车办理', access: { allow: 'apply' } },
    purchase: { path: '/purchase/:id', title: '采购办理', access: { allow: 'apply' } },
    'seal-use': { path: '/seal-use/:id', title: '用印办理', access: { allow: 'apply' } },
    visit: { path: '/visit/:id', title: '来访办理', access: { allow: 'apply' } },
    contacts: {
      path: '/contacts',
      title: '通讯录',
      access: { allow: 'look-up' },
      menu: '协同办公',
      icon: 'person',
      order: 27,
    },
    archive: {
      path: '/archive',
      title: '归档文件',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'list',
      order: 40,
    },
    'archive-appraisals': {
      path: '/archive/appraisals',
      title: '到期鉴定',
      access: { allow: 'appraise' },
      menu: '协同办公',
      icon: 'check',
      order: 41,
    },
    'archive-appraisal': {
      path: '/archive/appraisals/:id',
      title: '档案到期鉴定',
      access: { allow: 'appraise' },
    },
    'archive-transfers': {
      path: '/archive/transfers',
      title: '档案移交',
      access: { allow: 'read' },
      menu: '协同办公',
      icon: 'export',
      order: 42,
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
