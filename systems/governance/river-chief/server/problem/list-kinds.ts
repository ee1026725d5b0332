/** Kinds of problems as the dictionary has them now, with the days for putting right. */
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { problemRoutes } from '../../routes/problem-routes.ts';
import { kinds } from './bind-problem.ts';

export const listKinds: Handler<typeof problemRoutes.kinds> = async (_, context) => {
  const { codeLists } = context.use(registers);
  const entries = (await codeLists.list(kinds)).filter(({ code }) => codeLists.has(kinds, code));
  return {
    rows: entries.map(({ code, name, attributes }) => ({
      code,
      name,
      group: String(attributes['group'] ?? ''),
      hint: String(attributes['hint'] ?? ''),
      days: Number(attributes['days'] ?? 0),
    })),
  };
};
