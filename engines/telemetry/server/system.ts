/** Binds the engine's contract to its service: routes, jobs, and what it hears of its own registers. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import contract from '../contract.ts';
import type { TelemetryEngine } from './create-telemetry.ts';
import { loadCodes } from './device/code-entries.ts';
import { deviceHandlers } from './handlers/device-handlers.ts';
import { ingestHandlers } from './handlers/ingest-handlers.ts';
import { ruleHandlers } from './handlers/rule-handlers.ts';

const ofDevices: ReadonlySet<string> = new Set(['telemetry.device', 'telemetry.thing-model']);
const ofRules: ReadonlySet<string> = new Set(['telemetry.rule', 'telemetry.silence']);

interface Changed {
  readonly register: string;
  readonly ids?: readonly string[];
}

export function telemetrySystem(engine: TelemetryEngine, access: AccessService): System {
  return defineSystem({
    contract,
    handlers: {
      ...deviceHandlers(engine, access),
      ...ingestHandlers(engine, access),
      ...ruleHandlers(engine, access),
    },
    subscriptions: {
      devices: {
        on: 'register.changed',
        async run(event) {
          const { register, ids = [] } = event.payload as Changed;
          if (ofRules.has(register)) engine.rules.changed();
          if (ofDevices.has(register)) engine.devices.changed(register === 'telemetry.device' ? ids : []);
        },
      },
    },
    jobs: {
      partitions: { cron: '7 * * * *', run: () => engine.keepPartitions() },
      presence: { cron: '* * * * *', run: () => engine.sweep() },
    },
    async load() {
      await loadCodes(engine.registers.codeLists);
      await engine.keepPartitions();
      await engine.rules.load();
    },
  });
}
