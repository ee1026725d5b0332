/** What people call the fields of a dataset. */
import type { Services } from '../../../../../kernel/system.ts';
import { lake } from '../../../../../engines/lake/service.ts';

export async function titlesOf(services: Services, dataset: string): Promise<ReadonlyMap<string, string>> {
  const found = await services.use(lake).findDataset(dataset);
  return new Map(found?.fields.map(({ name, title }) => [name, title]));
}
