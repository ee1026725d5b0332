/** Which libraries, and which of their records, the caller may look at: scopes of the one decision as a filter of the lake. */
import { areaPrefix } from '../../../../kernel/area.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { FieldClass, Principal } from '../../../../kernel/access.ts';
import type { Context, Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import type { SubjectFilter } from '../../../../engines/lake/service.ts';
import { findLibrary, type Library } from '../data/libraries.ts';
import { errors } from '../errors.ts';
import type { Permission } from '../permissions.ts';

export interface Reached {
  readonly library: Library;
  /** What of it he sees; undefined means all. */
  readonly within: SubjectFilter['within'];
  readonly clearance: FieldClass;
}

/** Undefined where the library is not for him at all. */
export function reach(
  services: Services,
  principal: Principal,
  library: Library,
  act: Permission,
): Reached | undefined {
  const decision = services.use(access).decide(principal, `base-libraries:${act}`);
  if (!decision.permit) return undefined;
  const { clearance } = decision;
  const parts: NonNullable<SubjectFilter['within']>[number][] = [];
  for (const scope of decision.rows) {
    if (scope.kind === 'all') return { library, within: undefined, clearance };
    if (scope.kind === 'area') parts.push({ area: areaPrefix(scope.area) });
    if (scope.kind !== 'department') continue;
    const { department } = scope;
    if (library.owner === department || library.readers.includes(department))
      return { library, within: undefined, clearance };
    // A department sees what it has given itself.
    parts.push(
      ...library.sources
        .filter((source) => source.department === department)
        .map((source) => ({ source: source.id })),
    );
  }
  return parts.length === 0 ? undefined : { library, within: parts, clearance };
}

/** Throws base-libraries.noLibrary: what is out of reach is as good as absent. */
export function reachLibrary(context: Context, code: string, act: Permission): Reached {
  const library = findLibrary(code);
  if (library === undefined || reach(context, context.principal, library, 'read') === undefined)
    throw errors.noLibrary();
  const reached = reach(context, context.principal, library, act);
  if (reached === undefined) throw commonErrors.forbidden();
  return reached;
}
