/** The messages engine's surface: telling people, kept and live. */
export { createMessages, type MessageEngine, messagesSystem } from './server/create-messages.ts';
export { messageTables } from './server/notice-table.ts';
export { type MessageService, messages, type Notice } from './service.ts';
