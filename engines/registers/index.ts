/** The registers engine's surface. */
export { openRegisters, type RegisterDeps, type RegisterEngine } from './server/create-registers.ts';
export { registerTables } from './server/shape/declare-tables.ts';
export {
  type CodeEntry,
  type CodeLists,
  type ListQuery,
  type Page,
  type RegisterInfo,
  type RegisterRows,
  type RegisterService,
  registers,
  type Seen,
  type TrustedRows,
} from './service.ts';
