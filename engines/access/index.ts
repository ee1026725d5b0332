/** The access engine's surface. */
export { type AccessDeps, type AccessEngine, createAccess, systemPrincipal } from './server/create-access.ts';
export { accessSystem } from './server/handlers/access-system.ts';
export { sessionHeader } from './server/handlers/session-handlers.ts';
export { callKeyTables, hmacSm3, openCallKeys } from './server/keys/call-keys.ts';
export type { OrganSource } from './server/people/organs.ts';
export type { CodeCarrier } from './server/identity/code-port.ts';
export { accessKept } from './server/kept-sessions.ts';
export { coversOf } from './server/covers/covers.ts';
export type { FieldCovers, FieldPolicy, FileMark, MarkedFile } from './covers.ts';
export { accessTables } from './server/tables.ts';
export { randomPassword } from './server/sign-in/passwords.ts';
export {
  type AccessAdmin,
  type AccessService,
  access,
  type AuditEntry,
  type CallKey,
  type CallKeys,
  type Department,
  type NewSubject,
  type Permit,
  type PostGrant,
} from './service.ts';
