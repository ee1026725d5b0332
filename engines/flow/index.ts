/** The flow engine's surface. */
export { createFlow, type FlowDeps, type FlowServer } from './server/create-flow.ts';
export { type KeptCalendar, keepCalendar } from './server/calendar/keep-calendar.ts';
export { flowSystem } from './server/handlers.ts';
export { flowTables } from './server/tables.ts';
export { default as flowContract, flowErrors } from './contract.ts';
export {
  type Act,
  type AnsweredRequest,
  bindCase,
  type BoundCase,
  type CaseBinding,
  type FlowService,
  flow,
  type LoadedCase,
  type OpenCase,
  type TimelineEntry,
  type WorkItem,
} from './service.ts';
