/** The access engine's surface. */
export { type AccessDeps, type AccessEngine, createAccess, systemPrincipal } from './server/create-access.ts';
export { accessSystem, sessionHeader } from './server/handlers.ts';
export type { OrganSource } from './server/organs.ts';
export { accessTables } from './server/tables.ts';
export { randomPassword } from './server/passwords.ts';
export {
  type AccessAdmin,
  type AccessService,
  access,
  type AuditEntry,
  type Department,
  type NewSubject,
  type Permit,
  type PostGrant,
} from './service.ts';
