/** The trust engine's own routes. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract from '../contract.ts';
import type { LogState } from '../service.ts';
import type { TrustEngine } from './create-trust.ts';

export function trustSystem(engine: TrustEngine): System {
  return defineSystem({
    contract,
    handlers: {
      keys: () => engine.publicKeys(),
      logs: async (): Promise<LogState[]> => [...(await engine.latestStates())],
      growth: ({ log, from, to }) => engine.logs.growth(log, from, to),
    },
  });
}
