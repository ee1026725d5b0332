/** The portal itself as a reader of its own registers, for what it tells everybody: which data is open, and how it was rated on average. */
import { anonymous, type Principal } from '../../../../kernel/access.ts';

const all = [{ scope: { kind: 'all' }, clearance: 'internal' }] as const;

export const portal: Principal = {
  ...anonymous,
  id: 'open-data:portal',
  name: '开放门户',
  kind: 'service',
  grants: new Map([
    ['open-data:manage', all],
    ['open-data:handle', all],
  ]),
};
