/** Handlers of posts and roles, the security administrator's work. */
import type { Handlers } from '../../../../kernel/system.ts';
import { neverLent } from '../../data/forbidden-combinations.ts';
import type { roleRoutes } from '../../routes/role-routes.ts';
import type { AccessEngine } from '../create-access.ts';

const done = { done: true } as const;

export function roleHandlers(engine: AccessEngine): Handlers<typeof roleRoutes> {
  const { people } = engine.parts;
  return {
    grantees: (query) => people.list({ ...query, kind: 'official' }),
    async setPosts({ id, posts }, context) {
      await people.setPosts(id, posts, context.principal);
      return done;
    },
    roles: async () =>
      (await people.roles()).map((role) => ({ ...role, permissions: [...role.permissions] })),
    async businessRoles(_input, { principal }) {
      if (principal.kind !== 'official') return [];
      const roles = await people.roles();
      return roles.filter(({ id }) => !neverLent.includes(id)).map(({ id, title }) => ({ id, title }));
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
      await people.saveRole(role, context.principal);
      return done;
    },
  };
}
