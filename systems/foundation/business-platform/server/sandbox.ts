/** The sandbox: the route's own input is asked for, its answer is synthetic and of the declared shape; no handler runs, no row is read. */
import type { z } from 'zod';
import type { Services } from '../../../../kernel/system.ts';
import { routeRunner } from '../../../../engines/gateway/service.ts';
import { errors } from '../errors.ts';
import type { OfferedVersion } from './terms.ts';

/** Throws what the route itself says to such an input. */
export function sandboxAnswer(
  services: Services,
  version: Pick<OfferedVersion, 'system' | 'route' | 'answer'>,
  input: Record<string, unknown>,
): unknown {
  const route = services.use(routeRunner).find(version.system, version.route);
  if (route === undefined || route.output === 'binary') throw errors.noInterface();
  (route.input as z.ZodType).parse(input);
  // An answer that is not of the declared shape would teach callers something wrong.
  return (route.output as z.ZodType).parse(version.answer);
}
