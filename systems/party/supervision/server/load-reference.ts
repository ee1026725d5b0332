/** Loads the code lists at every start, and the rules of lights and scores once; what people changed since stays. */
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { codeEntries } from '../../../../kernel/code-table.ts';
import type { Services } from '../../../../kernel/system.ts';
import { listTable, ruleTables } from '../data/tables.ts';
import { lightRule } from '../registers/light-rule.ts';
import { scoreRule } from '../registers/score-rule.ts';

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  await rows.codeLists.load(codeEntries('supervision', listTable));
  const { lights, scores } = ruleTables;
  await services.use(store).once('supervision:rules', () =>
    services.use(store).transaction(async (work) => {
      const lit = lights.rows.map((row) => ({ ...row, source: lights.source }));
      await rows.of(lightRule).trusted.insertMany(work, 'supervision', lit);
      const scored = scores.rows.map((row) => ({ ...row, source: scores.source }));
      await rows.of(scoreRule).trusted.insertMany(work, 'supervision', scored);
    }),
  );
}
