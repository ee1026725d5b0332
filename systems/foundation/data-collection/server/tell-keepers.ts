/** Tells the keepers of a dataset's department. */
import type { Services } from '../../../../kernel/system.ts';
import { messages } from '../../../../engines/messages/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import type { DatasetRow } from './reach.ts';

export async function tellKeepers(
  work: Work,
  services: Services,
  row: DatasetRow,
  given: { readonly title: string; readonly body: string; readonly once: string },
): Promise<void> {
  await services.use(messages).send(work, {
    to: { permission: 'data-collection:keep-datasets', department: row.department },
    kind: 'notice',
    link: `/data-collection/datasets/${row.id}`,
    ...given,
  });
}
