/** The gateway engine's surface. */
export { default as gatewayContract } from './contract.ts';
export { createGateway, type GatewayOptions } from './server/create-gateway.ts';
export type { ErrorReply } from './server/errors.ts';
export type { FileGuard } from './server/file-routes.ts';
export { type NewKind, openCallMeter, type OpenMeter } from './server/meter/call-meter.ts';
export { meterTables } from './server/meter/meter-tables.ts';
export { makeOpenApi } from './server/open-api.ts';
export {
  checkedAddress,
  ForbiddenAddress,
  guardedLookup,
  isForbiddenAddress,
} from './server/outbound/forbidden-address.ts';
export { type OutboundReply, postJson } from './server/outbound/post-json.ts';
export { createRouteRunner } from './server/route-runner.ts';
export { cookieName } from './server/session.ts';
export { callMeter, routeRunner } from './service.ts';
