/** Department ids as a form sends them in a JSON field, checked one by one. */
import { access } from '../../../../engines/access/service.ts';
import type { Services } from '../../../../kernel/system.ts';

/** Known ids, each once, in the order given; `undefined` for anything that is no list of known departments. */
export function readDepartments(services: Services, value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const guard = services.use(access);
  const ids = [...new Set(value)];
  const known = ids.filter(
    (id): id is string => typeof id === 'string' && guard.findDepartment(id) !== undefined,
  );
  return known.length === ids.length ? known : undefined;
}

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}
