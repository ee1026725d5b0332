/** Demo data (演示数据): three departments' files with the usual flaws, collected through the real engine. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../kernel/ids.ts';
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { lake } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { demoDatasets, demoPeople } from './server/demo/demo-datasets.ts';
import { dataset } from './registers/dataset.ts';
import { source } from './registers/source.ts';
import { planOf } from './server/connection-of.ts';

const by = 'data-collection:demo';
const city = '341200000000';

export async function seedCollection(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demoPeople.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [{ role: `data-collection:${role}`, department, area: city }],
    })),
  );
  const rows = services.use(registers);
  for (const { csv, ...given } of demoDatasets) {
    const from = await services.use(store).transaction((work) =>
      rows.of(source).trusted.insert(work, by, {
        id: newId(),
        name: `${given.name}来源文件`,
        department: given.department,
        kind: 'file',
        agreement: given.agreement,
        health: 'reachable',
        note: '演示数据',
      }),
    );
    const folder = services.use(lake).dropFolder(from.id);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${given.code}.csv`), csv());
    // Says that the file is whole.
    await writeFile(path.join(folder, `${given.code}.csv.done`), '');
    const made = await services.use(store).transaction((work) =>
      rows.of(dataset).trusted.insert(work, by, {
        code: given.code,
        name: given.name,
        department: given.department,
        source: from.id,
        object: { kind: 'drop', match: `${given.code}*.csv` },
        mode: 'full',
        schedule: given.schedule,
        fields: given.fields,
        stage: 'active',
        note: '演示数据',
      }),
    );
    await services.use(lake).load(planOf(made, from), by);
  }
}
