/** A server of its own that loads what it is told to, to be killed while it does. */
import { openStore } from '../../../store/index.ts';
import type { LoadPlan } from '../../types.ts';
import { lakeOn, lakeStore } from './open-test-lake.ts';

const store = await openStore({
  ...lakeStore,
  url: process.env['DATABASE_URL'] ?? '',
  dataDirectory: process.env['DATA_DIR'] ?? '',
  poolSize: 4,
  report: (problem) => console.error(String(problem)),
});
const { lake } = lakeOn(store, (problem) => console.error(String(problem)));

process.on('message', (plan: LoadPlan) => {
  void lake.load(plan, 'tester').then((batch) => process.send?.(batch));
});
process.send?.('ready');
