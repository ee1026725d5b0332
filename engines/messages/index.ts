/** The messages engine's surface. */
export { createMessages, type MessageDeps, type MessageEngine } from './server/create-messages.ts';
export { messagesSystem } from './server/messages-system.ts';
export { messageKept } from './server/kept-messages.ts';
export { messageTables } from './server/tables.ts';
export {
  type Audience,
  type Batch,
  type MessageCentre,
  type MessageService,
  messages,
  type Notice,
  type Reach,
  type Telling,
} from './service.ts';
