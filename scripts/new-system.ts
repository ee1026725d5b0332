/** `npm run new governance/street-trees [-- --title 行道树 --plan <item>]`: makes a new system that works, for its author to fill. */
import { parseArgs } from 'node:util';
import { planItems } from '../plan.ts';
import { loadEngineFolders, loadSystemFolders, repositoryRoot } from './load-contracts.ts';
import { createSystem, nameInPlan, readWish } from './new-system/create-system.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { title: { type: 'string' }, plan: { type: 'string' } },
});
const [at] = positionals;

async function main(): Promise<void> {
  if (at === undefined) throw new Error('用法:npm run new <任务>/<编号> [-- --title 名称 --plan 规划编号]');
  const folders = [...(await loadEngineFolders()), ...(await loadSystemFolders())];
  const ids = folders.map((folder) => folder.path.split('/').at(-1) ?? '');
  const { title, plan } = values;
  const wish = {
    path: at,
    ...(title === undefined ? {} : { title }),
    ...(plan === undefined ? {} : { plan }),
  };
  const system = readWish(wish, { ids, planItems });
  for (const file of createSystem(repositoryRoot, system)) console.log(file.slice(repositoryRoot.length));
  if (system.plan.length > 0) nameInPlan(repositoryRoot, system);
  else
    console.log(
      '\n还没有规划依据：在 contract.ts 的 plan 和 plan/items.json 的 system 里互相写明,test/plan.test.ts 才会通过。',
    );
  console.log(
    `\n接下来:npm test -- systems/${system.task}/${system.id};npm test -- test/contracts -u(记下接口快照);照 systems/governance/urban-management 补全。`,
  );
}

await main().catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exit(1);
});
