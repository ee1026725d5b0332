/** 协同办公 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedOffice } from './seed.ts';
import { measureCoverage } from './server/coverage/measure-coverage.ts';
import {
  readDelivery,
  recallDelivery,
  receiveDelivery,
  returnDelivery,
} from './server/exchange/settle-delivery.ts';
import { incomingBinding } from './server/incoming/bind-incoming.ts';
import { loadReference } from './server/load-reference.ts';
import { bookRoom, cancelMeeting, listBookings } from './server/meeting/book-room.ts';
import { inviteUnits, readAttendance } from './server/meeting/invite-units.ts';
import { listInvitations, replyInvitation, signIn } from './server/meeting/answer-invitation.ts';
import { listReceipts, publishBulletin } from './server/bulletin/publish-bulletin.ts';
import { listBulletins, readBulletin } from './server/bulletin/read-bulletins.ts';
import { outgoingBinding } from './server/outgoing/bind-outgoing.ts';
import {
  listVersions,
  readNumberBook,
  renderDocument,
  showChanges,
} from './server/outgoing/read-document.ts';

export default defineSystem({
  contract,
  handlers: {
    documentFile: renderDocument,
    versions: listVersions,
    changes: showChanges,
    numberBook: readNumberBook,
    delivery: readDelivery,
    receive: receiveDelivery,
    returnDelivery,
    recallDelivery,
    book: bookRoom,
    cancelMeeting,
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
  },
  cases: { outgoing: outgoingBinding, incoming: incomingBinding },
  load: loadReference,
  seed: seedOffice,
});
