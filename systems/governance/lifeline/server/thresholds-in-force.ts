/** Thresholds that count now, the gravest first. */
import type { Row } from '../../../../kernel/register.ts';
import type { Context } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { threshold } from '../registers/standard.ts';

const most = 1000;

export type Threshold = Row<typeof threshold>;

export function thresholdsInForce(
  context: Context,
  field: 'kind' | 'property',
  value: string,
): Promise<readonly Threshold[]> {
  return context
    .use(registers)
    .of(threshold)
    .trusted.findEvery(context.use(store).db, {
      filter: {
        all: [
          { field, is: 'equal', value },
          { field: 'enabled', is: 'equal', value: true },
          { field: 'state', is: 'equal', value: 'active' },
        ],
      },
      sort: 'level',
      most,
    });
}
