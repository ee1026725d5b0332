/** An alarm that was raised of a vehicle goes up by the links that the vehicle has. */
import type { Work } from '../../../store/index.ts';
import type { AlarmChange } from '../../routes/rule-routes.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';

/** Called with the transaction that moves the consumer's checkpoint: once for each change, which was `at` that moment, however late it is heard of. */
export async function queueAlarm(
  engine: Pick<TelemetryEngine, 'devices' | 'members'>,
  work: Work,
  { alarm, device: id, change }: AlarmChange,
  at: Date,
): Promise<void> {
  // No link, no look-up: most cities' alarms are not of vehicles.
  if (change === 'cleared' || engine.members.enabled.length === 0) return;
  const device = await engine.devices.find(id);
  if (device !== undefined) await engine.members.enqueueAlarm(work, device, alarm, at);
}
