/** Handlers of posts and roles, the security administrator's work. */
import type { Handlers } from '../../../../kernel/system.ts';
import { neverLent } from '../../data/forbidden-combinations.ts';
import type { roleRoutes } from '../../routes/role-routes.ts';
import type { AccessEngine } from '../create-access.ts';

const done = { done: true } as const;

export function roleHandlers(engine: AccessEngine): Handlers<typeof roleRoutes> {
  const { people, posts, roles } = engine.parts;
  return {
    grantees: (query) => people.list({ ...query, kind: 'official' }),
    async setPosts({ id, posts: wanted }, context) {
      await posts.set(id, wanted, context.principal);
      return done;
    },
    roles: async () => (await roles.list()).map((role) => ({ ...role, permissions: [...role.permissions] })),
    async businessRoles(_input, { principal }) {
      if (principal.kind !== 'official') return [];
      return (await roles.list())
        .filter(({ id }) => !neverLent.includes(id))
        .map(({ id, title }) => ({ id, title }));
    },
    permissions: () =>
      engine.contracts.flatMap((system) =>
        Object.entries(system.permissions as Readonly<Record<string, string>>).map(([name, title]) => ({
          id: `${system.id}:${name}`,
          title,
          system: system.id,
          systemTitle: system.title,
        })),
      ),
    async saveRole(role, context) {
      await roles.save(role, context.principal);
      return done;
    },
  };
}
