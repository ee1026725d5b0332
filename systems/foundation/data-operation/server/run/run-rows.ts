/** The rows of runs, as every part of a run writes them. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { run } from '../../registers/run.ts';
import type { ProjectRow } from '../project/seen-project.ts';

export type RunRow = Row<typeof run>;

export async function updateRun(
  services: Services,
  work: Work,
  by: string,
  id: string,
  values: Parameters<ReturnType<typeof runRows>['update']>[3],
): Promise<RunRow> {
  const rows = runRows(services);
  const row = await rows.lock(work, id);
  if (row === undefined) throw commonErrors.missing();
  return rows.update(work, by, row, values);
}

export function runRows(services: Services) {
  return services.use(registers).of(run).trusted;
}

/** A run of the project, begun now by whoever asks. */
export async function insertRun(
  context: Context,
  work: Work,
  of: ProjectRow,
  values: RowInput<typeof run> & { readonly id: string },
): Promise<void> {
  const { id: project, agent, provider, method } = of;
  const at = work.now.toISOString();
  await runRows(context).insert(work, context.principal.id, {
    ...values,
    project,
    agent,
    provider,
    method,
    at,
  });
}
