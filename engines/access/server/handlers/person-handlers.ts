/** Handlers of accounts: names and organs for everybody, and the system administrator's work. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { personRoutes } from '../../routes/person-routes.ts';
import type { AccessEngine } from '../create-access.ts';

const done = { done: true } as const;
const mostNames = 100;

export function personHandlers(engine: AccessEngine): Handlers<typeof personRoutes> {
  const { accounts, audit, people, sessions } = engine.parts;
  return {
    departments: async () => [...(await engine.departments())],
    async names({ ids }, { principal }) {
      if (principal.kind === 'citizen') return { names: {} };
      return { names: Object.fromEntries(await engine.namesOf(ids.split(',').slice(0, mostNames))) };
    },
    colleagues: ({ search }, { principal }) =>
      principal.kind === 'citizen' ? [] : people.colleagues(search),
    people: (query) => people.list(query),
    createPerson: (input, context) => accounts.create({ ...input, kind: 'official' }, context.principal),
    async changePersonState({ id, state }, context) {
      await accounts.setState(id, state, context.principal);
      return done;
    },
    async resetPassword({ id }, context) {
      return { password: await accounts.resetPassword(id, context.principal) };
    },
    async endSessions({ id }, context) {
      await audit.addAlone(context.principal, {
        module: 'access',
        event: 'logout',
        objectType: 'subject',
        objectId: id,
        result: 'success',
        detail: { forced: true },
      });
      return { ended: await sessions.endAll(id) };
    },
  };
}
