/** Where a decision may come from: documents and meetings of 协同办公 that the person may read himself, by the one decision. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import type { taskRoutes } from '../../routes/task-routes.ts';

const registersByKind = {
  incoming: 'office.incoming',
  outgoing: 'office.outgoing',
  meeting: 'office.meeting',
} as const;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

export const findSources: Handler<typeof taskRoutes.sources> = async ({ kind, search }, context) => {
  const rows = context.use(registers);
  const register = registersByKind[kind];
  // A city may run without 协同办公, and a supervisor need not have a post in it.
  if (rows.find(register) === undefined) return { rows: [] };
  if (!rows.decide(context.principal, register, 'read').permit) return { rows: [] };
  const found = await rows
    .rows(register)
    .list(context.principal, { size: 20, ...(search === '' ? {} : { search }) });
  return {
    rows: found.rows.map((each) => {
      const row = each as unknown as Readonly<Record<string, unknown>>;
      return {
        register,
        id: String(row['id']),
        title: String(row['title'] ?? ''),
        number: text(row['documentNumber']) ?? text(row['sourceNumber']),
        instruction: text(row['instruction']),
      };
    }),
  };
};
