/** Handlers of acting for relatives and enterprises. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import { relations } from '../../data/identity-levels.ts';
import type { Agency, agencyRoutes } from '../../routes/agency-routes.ts';
import type { AgencyRow } from '../agency/agencies.ts';
import type { AccessEngine } from '../create-access.ts';
import { requireCitizen } from '../identity/open-identity.ts';

const done = { done: true } as const;

function stateOf(row: AgencyRow, now: Date): Agency['state'] {
  if (row.state !== 'active') return row.state;
  if (Date.parse(row.valid_to) <= now.getTime()) return 'expired';
  return Date.parse(row.valid_from) > now.getTime() ? 'future' : 'active';
}

async function listOwn(engine: AccessEngine, principal: Principal, now: Date) {
  requireCitizen(principal);
  const { agencies, enterprises } = engine.parts;
  // Who only asked sees nothing before the other agreed: else asking would tell whose numbers have accounts.
  const rows = (await agencies.of(principal.id)).filter(
    (row) => row.agent !== principal.id || row.consented_at !== null,
  );
  const names = await engine.namesOf(rows.flatMap(({ agent, represented }) => [agent, represented]));
  const firms = await enterprises.namesOf(rows.flatMap(({ enterprise }) => enterprise ?? []));
  const titles = new Map(agencies.actions().map(({ id, title }) => [id, title]));
  return {
    agencies: rows.map((row): Agency => {
      const acts = row.agent === principal.id;
      return {
        id: row.id,
        kind: row.kind,
        acts,
        otherName: names.get(acts ? row.represented : row.agent) ?? '—',
        relation: row.relation === null ? null : (relations[row.relation] ?? row.relation),
        enterpriseName: row.enterprise === null ? null : (firms.get(row.enterprise) ?? row.enterprise),
        actions: row.actions.map((action) => titles.get(action) ?? action),
        from: row.valid_from,
        to: row.valid_to,
        state: stateOf(row, now),
      };
    }),
    enterprises: [...(await enterprises.of(principal.id))],
  };
}

export function agencyHandlers(engine: AccessEngine): Handlers<typeof agencyRoutes> {
  const { agencies, enterprises } = engine.parts;
  return {
    agencies: (_input, { principal, now }) => listOwn(engine, principal, now),
    agencyActions: () => [...agencies.actions()],
    async askFamily(input, { principal }) {
      requireCitizen(principal);
      await agencies.ask(input, principal);
      return done;
    },
    async answerAgency({ id, agree }, { principal }) {
      requireCitizen(principal);
      await agencies.answer(id, agree, principal);
      return done;
    },
    async endAgency({ id }, { principal }) {
      await agencies.end(id, principal);
      return done;
    },
    async familyAtWindow(input, { principal }) {
      return { id: await agencies.atWindow(input, principal) };
    },
    async registerEnterprise({ creditCode, name }, { principal }) {
      requireCitizen(principal);
      await enterprises.register(creditCode, name, principal);
      return done;
    },
    async authoriseOperator(input, { principal }) {
      requireCitizen(principal);
      return { id: await enterprises.authorise(input, principal) };
    },
  };
}
