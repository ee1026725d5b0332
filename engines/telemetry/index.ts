/** The telemetry engine's surface. */
export { createTelemetry, type TelemetryDeps, type TelemetryEngine } from './server/create-telemetry.ts';
export { type MqttBroker, openMqttBroker } from './server/door/mqtt-broker.ts';
export { type MqttDoor, openMqttClient } from './server/door/mqtt-client.ts';
export { lineNames, type LinePorts, openLines, type OpenLines } from './server/line/open-lines.ts';
export { telemetrySystem } from './server/system.ts';
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
