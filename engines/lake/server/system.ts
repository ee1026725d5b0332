/** Binds the engine's contract: it has no routes, only the sweeping of files that nobody sees any more. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract from '../contract.ts';
import type { LakeEngine } from './create-lake.ts';
import type { Work } from '../../store/index.ts';
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
        async run(event, given) {
          const { dataset, state } = event.payload as { dataset: string; state: string };
          // As a job: the copy may take longer than the events behind it should wait.
          if (state === 'loaded' && (await engine.isServed(dataset)))
            await engine.startServing(given as Work, { dataset });
        },
      },
    },
    load: () => engine.gateway.moveFormer(),
    jobs: {
      sweep: { cron: '41 3 * * *', run: () => sweepFiles(engine.store) },
      forget: { cron: '53 3 * * *', run: () => forgetReports(engine.store) },
      receipts: { cron: '17 4 * * *', run: () => engine.gateway.prune() },
      watch: { cron: '* * * * *', run: () => engine.watch.profile() },
    },
  });
}
