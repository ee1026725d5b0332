/** Binds the engine's contract to its service: routes, jobs, and what it hears of its own registers. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import { onRegisters } from '../../registers/service.ts';
import type { Work } from '../../store/index.ts';
import contract from '../contract.ts';
import { AlarmChange } from '../routes/rule-routes.ts';
import type { TelemetryEngine } from './create-telemetry.ts';
import { loadCodes } from './device/code-entries.ts';
import { deviceHandlers } from './handlers/device-handlers.ts';
import { firmwareHandlers } from './handlers/firmware-handlers.ts';
import { ingestHandlers } from './handlers/ingest-handlers.ts';
import { positionHandlers } from './handlers/position-handlers.ts';
import { ruleHandlers } from './handlers/rule-handlers.ts';
import { uplinkHandlers } from './handlers/uplink-handlers.ts';
import { queueAlarm } from './uplink/queue-alarm.ts';
import type { UplinkSecrets } from './uplink/uplink-secret.ts';

const ofDevices = ['telemetry.device', 'telemetry.thing-model'];
const ofUplinks = 'telemetry.uplink';
const ofRules = ['telemetry.rule', 'telemetry.silence'];

export function telemetrySystem(
  engine: TelemetryEngine,
  access: AccessService,
  secrets: UplinkSecrets,
): System {
  return defineSystem({
    contract,
    handlers: {
      ...deviceHandlers(engine, access),
      ...firmwareHandlers(engine, access),
      ...ingestHandlers(engine, access),
      ...positionHandlers(engine, access),
      ...ruleHandlers(engine, access),
      ...uplinkHandlers(engine, access, secrets),
    },
    subscriptions: {
      devices: onRegisters([...ofDevices, ...ofRules, ofUplinks], ({ register, ids }) => {
        if (register === ofUplinks) engine.members.changed();
        else if (ofRules.includes(register)) engine.rules.changed();
        else engine.devices.changed(register === 'telemetry.device' ? ids : []);
      }),
      'uplink-alarms': {
        on: 'telemetry.alarm',
        run: ({ payload, at }, work) =>
          queueAlarm(engine, work as Work, AlarmChange.parse(payload), new Date(at)),
      },
    },
    jobs: {
      partitions: { cron: '7 * * * *', run: () => engine.keepPartitions() },
      presence: { cron: '* * * * *', run: () => engine.sweep() },
    },
    async load() {
      await loadCodes(engine.registers.codeLists);
      await engine.divideHours();
      await engine.keepPartitions();
      await engine.rules.load();
      await engine.members.load();
    },
  });
}
