/** Handlers of second factors: the second step of a sign-in, one's own factors, proving again who one is. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { factorRoutes } from '../../routes/factor-routes.ts';
import type { AccessEngine } from '../create-access.ts';
import { countRecoveryCodes } from '../factors/recovery-codes.ts';
import type { Store } from '../../../store/index.ts';
import { sessionHeader } from './session-handlers.ts';

const done = { done: true } as const;

export function factorHandlers(engine: AccessEngine, store: Store): Handlers<typeof factorRoutes> {
  const { signIn, enrolment, check, stepUp, roles } = engine.parts;
  return {
    async signInCode({ ticket, code }, { principal, reply }) {
      const { token, mustChangePassword } = await signIn.byCode(ticket, code, principal);
      reply.header(sessionHeader, token);
      return { mustChangePassword };
    },
    signInPasskeyOptions: ({ ticket }) => signIn.passkeyOptions(ticket),
    async signInPasskey({ ticket, answer }, { principal, reply }) {
      const { token, mustChangePassword } = await signIn.byPasskey(ticket, answer, principal);
      reply.header(sessionHeader, token);
      return { mustChangePassword };
    },
    async factors(_input, { principal }) {
      const [active, recoveryLeft, state] = await Promise.all([
        check.active(principal.id),
        countRecoveryCodes(store.db, principal.id),
        engine.factorState(principal.id),
      ]);
      const factors = active.map(({ id, kind, title, created_at, used_at }) => ({
        id,
        kind,
        title,
        createdAt: created_at,
        usedAt: used_at,
      }));
      return { factors, recoveryLeft, required: state.required, dueAt: state.dueAt };
    },
    startTotp: (_input, { principal }) => enrolment.startTotp(principal),
    confirmTotp: ({ id, code }, { principal }) => enrolment.confirmTotp(principal, id, code),
    startPasskey: (_input, { principal }) => enrolment.startPasskey(principal),
    confirmPasskey: (input, { principal }) => enrolment.confirmPasskey(principal, input),
    async removeFactor({ id }, { principal }) {
      await enrolment.remove(principal, id);
      return done;
    },
    async renewRecovery(_input, { principal }) {
      return { codes: await enrolment.renewRecovery(principal) };
    },
    async stepUpKinds(_input, { principal }) {
      return { kinds: await stepUp.kinds(principal) };
    },
    async stepUp({ secret }, { principal }) {
      await stepUp.bySecret(principal, secret);
      return done;
    },
    stepUpPasskeyOptions: (_input, { principal }) => stepUp.passkeyOptions(principal),
    async stepUpPasskey({ ticket, answer }, { principal }) {
      await stepUp.byPasskey(principal, ticket, answer);
      return done;
    },
    async resetFactors({ id }, { principal }) {
      await enrolment.reset(id, principal);
      return done;
    },
    async setRoleFactor({ id, required }, { principal }) {
      await roles.setFactor(id, required, principal);
      return done;
    },
  };
}
