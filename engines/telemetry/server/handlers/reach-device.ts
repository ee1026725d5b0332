/** Finds a device for somebody who wants to see it or to do something with it: unknown and out of reach look the same. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { AccessService } from '../../../access/index.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { KnownDevice } from '../device/known-device.ts';

export async function reachDevice(
  engine: TelemetryEngine,
  access: AccessService,
  principal: Principal,
  permission: 'read-devices' | 'operate-devices',
  id: string,
): Promise<KnownDevice> {
  const permit = access.require(principal, `telemetry:${permission}`);
  const device = await engine.devices.find(id);
  if (device === undefined || !decisionMatches(permit, device.governed)) throw commonErrors.missing();
  return device;
}
