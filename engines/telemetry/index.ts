/** The telemetry engine's surface. */
export { createTelemetry, type TelemetryDeps, type TelemetryEngine } from './server/create-telemetry.ts';
export { telemetryTables } from './server/tables.ts';
export {
  type CommandAnswer,
  type DeviceLine,
  type IdentifiedDevice,
  type IngestService,
  type Outcome,
  type Reading,
  type RefusalReason,
  type RejectedMessage,
  type SentCommand,
  type TelemetryService,
  telemetry,
} from './service.ts';
export { qualities, type Quality, qualityNames } from './quality.ts';
export { codeEntries } from './server/device/code-entries.ts';
