/** The telemetry engine's surface. */
export { createTelemetry, type TelemetryEngine } from './server/create-telemetry.ts';
export { openMqttBroker } from './server/door/mqtt-broker.ts';
export { openMqttClient } from './server/door/mqtt-client.ts';
export { openNatsClient } from './server/door/nats-client.ts';
export { openUplinks } from './server/uplink/open-uplinks.ts';
export { openUplinkSecrets } from './server/uplink/uplink-secret.ts';
export { lineNames, type LinePorts, openLines } from './server/line/open-lines.ts';
export { telemetrySystem } from './server/system.ts';
export { telemetryTables } from './server/tables.ts';
export { telemetry } from './service.ts';
