/** Handlers of citizens' identity. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { identityRoutes } from '../../routes/identity-routes.ts';
import type { AccessEngine } from '../create-access.ts';

const done = { done: true } as const;

export function identityHandlers(engine: AccessEngine): Handlers<typeof identityRoutes> {
  const { identity } = engine.parts;
  return {
    identity: (_input, { principal }) => identity.own(principal),
    sendPhoneCode: (_input, { principal }) => identity.sendPhoneCode(principal),
    async verifyPhone({ code }, { principal }) {
      await identity.verifyPhone(principal, code);
      return done;
    },
    async verifyName({ idCard }, { principal }) {
      await identity.verifyName(principal, idCard);
      return done;
    },
    async windowCode(_input, { principal }) {
      return { code: await identity.windowCode(principal) };
    },
    async verifyAtWindow(input, { principal }) {
      await identity.verifyAtWindow(input, principal);
      return done;
    },
  };
}
