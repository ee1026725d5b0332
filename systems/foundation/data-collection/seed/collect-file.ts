/** A demonstration's file as a department would send it: dropped into the folder of its source, collected by the real engine. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { LakeField } from '../../../../engines/lake/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { dataset } from '../registers/dataset.ts';
import { source } from '../registers/source.ts';
import { planOf } from '../server/connection-of.ts';

export interface DemoFile {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly schedule: string;
  readonly fields: readonly LakeField[];
  readonly content: string;
}

/** Gives the id of the dataset. `agreement`: under which the department sends it. */
export async function collectFile(
  services: Services,
  by: string,
  file: DemoFile,
  agreement: string,
): Promise<string> {
  const rows = services.use(registers);
  const { transaction } = services.use(store);
  const { code, name, department, schedule, fields } = file;
  const from = await transaction((work) =>
    rows.of(source).trusted.insert(work, by, {
      id: newId(),
      name: `${name}来源文件`,
      department,
      kind: 'file',
      agreement,
      health: 'reachable',
      note: '演示数据',
    }),
  );
  const folder = services.use(lake).dropFolder(from.id);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${code}.csv`), file.content);
  // Says that the file is whole.
  await writeFile(path.join(folder, `${code}.csv.done`), '');
  const made = await transaction((work) =>
    rows.of(dataset).trusted.insert(work, by, {
      code,
      name,
      department,
      source: from.id,
      object: { kind: 'drop', match: `${code}*.csv` },
      mode: 'full',
      schedule,
      fields,
      stage: 'active',
      note: '演示数据',
    }),
  );
  await services.use(lake).load(planOf(made, from), by);
  return made.id;
}
