/** Runs declared routes for other doors of the city, through what every request goes through. */
import type { System } from '../../../kernel/system.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { AccessService } from '../../access/index.ts';
import type { RouteRunner } from '../service.ts';
import { jsonSchema } from './open-api.ts';
import { bindRoutes, runRoute } from './run-route.ts';

export function createRouteRunner(systems: readonly System[], access: AccessService): RouteRunner {
  const bound = new Map(bindRoutes(systems).map((route) => [`${route.system}.${route.name}`, route]));
  return {
    find: (system, name) => bound.get(`${system}.${name}`)?.route,
    schemasOf: (route) => ({
      input: jsonSchema(route.input, 'input'),
      output: route.output === 'binary' ? undefined : jsonSchema(route.output, 'output'),
    }),
    async run(system, name, input, context) {
      const route = bound.get(`${system}.${name}`);
      if (route === undefined) throw commonErrors.missing();
      return runRoute(access, route, { input: () => input, context });
    },
  };
}
