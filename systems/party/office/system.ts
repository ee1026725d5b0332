/** 协同办公 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import contract from './contract.ts';
import { seedOffice } from './seed.ts';
import { listContacts } from './server/contact/list-contacts.ts';
import { measureCoverage } from './server/coverage/measure-coverage.ts';
import {
  deliveryPaper,
  giveDeliveryFile,
  giveSealedDelivery,
  readDelivery,
  recallDelivery,
  receiveDelivery,
  returnDelivery,
} from './server/exchange/settle-delivery.ts';
import { giveOpinions, readAppraisalLines } from './server/archive/appraisal-lines.ts';
import { appraisalBinding } from './server/archive/bind-appraisal.ts';
import { prepareTransfer, settleTransfer } from './server/archive/transfer-items.ts';
import { transferPaper } from './server/archive/write-package.ts';
import { archiveIncoming } from './server/archive/file-incoming.ts';
import { readReceipts } from './server/exchange/read-receipts.ts';
import { dropGroup, keepGroup, listGroups } from './server/exchange/recipient-groups.ts';
import { recallAll, urgeReceivers } from './server/exchange/urge-receivers.ts';
import { resendDocument } from './server/exchange/resend-document.ts';
import { incomingBinding } from './server/incoming/bind-incoming.ts';
import { loadReference } from './server/load-reference.ts';
import { bookRoom, cancelMeeting, listBookings } from './server/meeting/book-room.ts';
import { meetingApplicationBinding } from './server/meeting/bind-application.ts';
import { draftMinutes } from './server/meeting/draft-minutes.ts';
import { inviteUnits, readAttendance } from './server/meeting/invite-units.ts';
import { listInvitations, replyInvitation, signIn } from './server/meeting/answer-invitation.ts';
import { listReceipts, publishBulletin } from './server/bulletin/publish-bulletin.ts';
import { listBulletins, readBulletin } from './server/bulletin/read-bulletins.ts';
import { decideTasks, listDecisions, meetingTaskBinding } from './server/meeting/decide-tasks.ts';
import { dropEntry, keepEntry } from './server/schedule/keep-entry.ts';
import { readSchedule } from './server/schedule/read-schedule.ts';
import { calendarFile } from './server/schedule/write-calendar.ts';
import { carUseBinding } from './server/matter/bind-car-use.ts';
import { leaveBinding, readLeaveBalance } from './server/matter/bind-leave.ts';
import { purchaseBinding } from './server/matter/bind-purchase.ts';
import { sealUseBinding } from './server/matter/bind-seal-use.ts';
import { visitBinding } from './server/matter/bind-visit.ts';
import { outgoingBinding } from './server/outgoing/bind-outgoing.ts';
import {
  documentPapers,
  listVersions,
  readNumberBook,
  giveSealedDocument,
  renderDocument,
  showChanges,
} from './server/outgoing/read-document.ts';

export default defineSystem({
  contract,
  handlers: {
    documentFile: renderDocument,
    sealedDocument: giveSealedDocument,
    sealedDelivery: giveSealedDelivery,
    versions: listVersions,
    changes: showChanges,
    numberBook: readNumberBook,
    delivery: readDelivery,
    deliveryFile: giveDeliveryFile,
    recipientGroups: listGroups,
    keepGroup,
    dropGroup,
    deliveryReceipts: readReceipts,
    urgeReceivers,
    recallAll,
    resend: resendDocument,
    archiveIncoming,
    prepareTransfer,
    settleTransfer,
    transferPackage: ({ id }, context) =>
      context.use(access).exits.hand(context, 'office.archive-package', id),
    appraisalLines: readAppraisalLines,
    giveOpinions,
    receive: receiveDelivery,
    returnDelivery,
    recallDelivery,
    book: bookRoom,
    cancelMeeting,
    minutes: draftMinutes,
    bookings: listBookings,
    invite: inviteUnits,
    attendance: readAttendance,
    invitations: listInvitations,
    reply: replyInvitation,
    signIn,
    publish: publishBulletin,
    bulletins: listBulletins,
    readBulletin,
    receipts: listReceipts,
    coverage: measureCoverage,
    leaveBalance: readLeaveBalance,
    schedule: readSchedule,
    keepEntry,
    dropEntry,
    calendarFile,
    decide: decideTasks,
    decisions: listDecisions,
    contacts: listContacts,
  },
  cases: {
    outgoing: outgoingBinding,
    incoming: incomingBinding,
    leave: leaveBinding,
    'car-use': carUseBinding,
    purchase: purchaseBinding,
    'seal-use': sealUseBinding,
    visit: visitBinding,
    'meeting-task': meetingTaskBinding,
    'meeting-application': meetingApplicationBinding,
    'archive-appraisal': appraisalBinding,
  },
  async load(services) {
    services.use(access).exits.addPapers({
      ...documentPapers,
      'office.sealed-delivery': deliveryPaper,
      'office.archive-package': transferPaper,
    });
    await loadReference(services);
  },
  seed: seedOffice,
});
