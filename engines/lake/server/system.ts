/** Binds the engine's contract: it has no routes, only the sweeping of files that nobody sees any more. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract from '../contract.ts';
import type { LakeEngine } from './create-lake.ts';
import { forgetReports } from './quality/open-quality.ts';
import { sweepFiles } from './sweep-files.ts';

export function lakeSystem(engine: LakeEngine): System {
  return defineSystem({
    contract,
    handlers: {},
    subscriptions: {
      // What is served follows each batch that is shown.
      serving: {
        on: 'lake.ended',
        async run(event) {
          const { dataset, state } = event.payload as { dataset: string; state: string };
          if (state === 'loaded' && (await engine.isServed(dataset))) await engine.serve(dataset);
        },
      },
    },
    jobs: {
      sweep: { cron: '41 3 * * *', run: () => sweepFiles(engine.store) },
      forget: { cron: '53 3 * * *', run: () => forgetReports(engine.store) },
      watch: { cron: '* * * * *', run: () => engine.watch.profile() },
    },
  });
}
