/** 代办: a relative or an operator acts for somebody, in named matters, for a time, by consent; the acts are his who acts, and end the moment the consent ends. */
import { type IdentityLevel, identityReaches, type Principal } from '../../../../kernel/access.ts';
import type { AnyContract, RoleSpec } from '../../../../kernel/contract.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { isId, newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import { citizenRole, type Principals } from '../people/principals.ts';
import type { AccessTables } from '../tables.ts';
import type { AgencyTables } from './agency-tables.ts';

export type AgencyRow = AgencyTables['access_agency'];

export interface AgencyTerms {
  readonly actions: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface AgencyAction {
  readonly id: string;
  readonly title: string;
}

export interface Agencies {
  /** What citizens may do, and so what one may do for another. */
  actions(): readonly AgencyAction[];
  /** Where the subject acts or is acted for, newest first. */
  of(subject: string): Promise<readonly AgencyRow[]>;
  /** Asks somebody for his consent. Says the same whether the number has an account or not. */
  ask(input: AgencyTerms & { relation: string; account: string }, by: Principal): Promise<void>;
  /** Only the represented himself. Throws access.agencyAnswered. */
  answer(id: string, agree: boolean, by: Principal): Promise<void>;
  /** He agrees before the official, who has seen the papers of the relation. */
  atWindow(
    input: AgencyTerms & { relation: string; account: string; agentAccount: string },
    by: Principal,
  ): Promise<string>;
  /** By the legal representative, at once; `agent` is known to be the one he names. */
  authorise(input: AgencyTerms & { enterprise: string; agent: string }, by: Principal): Promise<string>;
  /** By either of the two, at once. */
  end(id: string, by: Principal): Promise<void>;
  /** Whom he is while he acts: the represented, with no more than what was lent. Throws access.agencyOver. */
  actFor(agent: Principal, id: string): Promise<Principal>;
}

/** What every citizen holds, from the contracts' own roles. */
function citizenActions(contracts: readonly AnyContract[]): readonly AgencyAction[] {
  return contracts.flatMap((contract) => {
    const role = (contract.roles as Readonly<Record<string, RoleSpec>> | undefined)?.[citizenRole];
    const titles = contract.permissions as Readonly<Record<string, string>>;
    return (role?.allow ?? []).map((name) => ({
      id: `${contract.id}:${name}`,
      title: `${contract.title}：${titles[name] ?? name}`,
    }));
  });
}

export function openAgencies(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly contracts: readonly AnyContract[];
}): Agencies {
  const { store, audit, principals } = deps;
  const db = store.db.withTables<AccessTables & AgencyTables>();
  const actions = citizenActions(deps.contracts);
  const lendable = new Set(actions.map(({ id }) => id));

  function check({ actions: asked, from, to }: AgencyTerms): void {
    const unknown = asked.find((action) => !lendable.has(action));
    if (unknown !== undefined) throw accessErrors.unknownAction({ action: unknown });
    const [start, end] = [Date.parse(from), Date.parse(to)];
    const days = store.settings.value('access.agency-days');
    if (end <= start || end <= store.clock.now().getTime()) throw accessErrors.badPeriod();
    if (end - start > days * 86_400_000) throw accessErrors.longPeriod({ days });
  }

  async function citizenOf(account: string): Promise<{ id: string; level: string } | undefined> {
    return db
      .selectFrom('access_subject')
      .select(['id', 'identity_level as level'])
      .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
      .where('kind', '=', 'citizen')
      .where('state', '=', 'active')
      .executeTakeFirst();
  }

  function note(work: Work, by: Principal, row: AgencyRow, step: string, tell: string): void {
    audit.add(work, by, {
      module: 'access',
      event: 'grant',
      objectType: 'agency',
      objectId: row.id,
      result: step === 'refused' ? 'failure' : 'success',
      detail: {
        step,
        kind: row.kind,
        represented: row.represented,
        agent: row.agent,
        enterprise: row.enterprise,
        actions: row.actions.join(' ').slice(0, 500),
        from: row.valid_from,
        to: row.valid_to,
      },
    });
    work.emit('access.agency', by.id, { agency: row.id, kind: row.kind, step, tell });
  }

  async function add(
    made: Pick<AgencyRow, 'kind' | 'represented' | 'agent' | 'relation' | 'enterprise'>,
    terms: AgencyTerms,
    by: Principal,
    consent: 'waiting' | 'given',
    tell: string,
  ): Promise<string> {
    const id = newId();
    await store.transaction(async (work) => {
      const at = work.now.toISOString();
      const given = consent === 'given';
      const row: AgencyRow = {
        id,
        ...made,
        actions: [...new Set(terms.actions)],
        valid_from: terms.from,
        valid_to: terms.to,
        state: given ? 'active' : 'waiting',
        asked_at: at,
        consented_by: given ? by.id : null,
        consented_at: given ? at : null,
        ended_by: null,
        ended_at: null,
      };
      await work.db.withTables<AgencyTables>().insertInto('access_agency').values(row).execute();
      note(work, by, row, given ? 'agreed' : 'asked', tell);
    });
    return id;
  }

  async function get(id: string): Promise<AgencyRow> {
    const row = await db.selectFrom('access_agency').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw commonErrors.missing();
    return row;
  }

  /** Moves the row on if it still stands where it may be moved from; one of two who come at once finds it moved. */
  async function move(
    row: AgencyRow,
    from: AgencyRow['state'][],
    set: (now: string) => Partial<AgencyRow>,
    by: Principal,
    step: string,
    tell: string,
  ): Promise<void> {
    await store.transaction(async (work) => {
      const moved = await work.db
        .withTables<AgencyTables>()
        .updateTable('access_agency')
        .set(set(work.now.toISOString()))
        .where('id', '=', row.id)
        .where('state', 'in', from)
        .returning('id')
        .execute();
      if (moved.length === 0) throw accessErrors.agencyAnswered();
      note(work, by, row, step, tell);
    });
  }

  return {
    actions: () => actions,
    of(subject) {
      return db
        .selectFrom('access_agency')
        .selectAll()
        .where((eb) => eb.or([eb('agent', '=', subject), eb('represented', '=', subject)]))
        .orderBy('asked_at', 'desc')
        .limit(100)
        .execute();
    },
    async ask({ account, relation, ...terms }, by) {
      check(terms);
      const asked = await citizenOf(account);
      if (asked?.id === by.id) throw accessErrors.notForSelf();
      if (asked === undefined) {
        // As long a way as asking somebody, so that the time does not tell whose number has an account; and whoever tries many is seen.
        await store.transaction(async (work) => {
          audit.add(work, by, {
            module: 'access',
            event: 'refuse',
            objectType: 'agency',
            objectId: newId(),
            result: 'failure',
            detail: { step: 'asked', kind: 'family' },
          });
          work.emit('access.agencyUnknown', by.id, {});
        });
        return;
      }
      const made = {
        kind: 'family',
        represented: asked.id,
        agent: by.id,
        relation,
        enterprise: null,
      } as const;
      await add(made, terms, by, 'waiting', asked.id);
    },
    async answer(id, agree, by) {
      const row = await get(id);
      if (row.represented !== by.id) throw commonErrors.missing();
      await move(
        row,
        ['waiting'],
        (now) =>
          agree
            ? { state: 'active', consented_by: by.id, consented_at: now }
            : { state: 'refused', ended_by: by.id, ended_at: now },
        by,
        agree ? 'agreed' : 'refused',
        row.agent,
      );
    },
    async atWindow({ account, agentAccount, relation, ...terms }, by) {
      check(terms);
      const [represented, agent] = [await citizenOf(account), await citizenOf(agentAccount)];
      if (represented === undefined || agent === undefined) throw accessErrors.windowMismatch();
      if (represented.id === agent.id) throw accessErrors.notForSelf();
      // Whoever acts must be known by his real name.
      if (!identityReaches(agent.level as IdentityLevel, 'L3')) throw accessErrors.operatorMismatch();
      const made = {
        kind: 'family',
        represented: represented.id,
        agent: agent.id,
        relation,
        enterprise: null,
      } as const;
      return add(made, terms, by, 'given', agent.id);
    },
    async authorise({ enterprise, agent, ...terms }, by) {
      check(terms);
      if (agent === by.id) throw accessErrors.notForSelf();
      const made = { kind: 'enterprise', represented: by.id, agent, relation: null, enterprise } as const;
      return add(made, terms, by, 'given', agent);
    },
    async end(id, by) {
      const row = await get(id);
      if (![row.agent, row.represented].includes(by.id)) throw commonErrors.missing();
      await move(
        row,
        ['waiting', 'active'],
        (now) => ({ state: 'ended', ended_by: by.id, ended_at: now }),
        by,
        'ended',
        row.agent === by.id ? row.represented : row.agent,
      );
    },
    async actFor(agent, id) {
      if (!isId(id)) throw accessErrors.agencyOver();
      const now = store.clock.now().toISOString();
      // Asked of the database each time: what has ended refuses at once, in every process.
      const row = await db
        .selectFrom('access_agency')
        .select(['represented', 'actions'])
        .where('id', '=', id)
        .where('agent', '=', agent.id)
        .where('state', '=', 'active')
        .where('valid_from', '<=', now)
        .where('valid_to', '>', now)
        .executeTakeFirst();
      const whom = row === undefined ? undefined : await principals.find(row.represented);
      if (row === undefined || whom === undefined || agent.kind !== 'citizen')
        throw accessErrors.agencyOver();
      // No more than he may himself, and of that only what he lent.
      const lent = row.actions.flatMap((action) => {
        const grants = whom.grants.get(action);
        return grants === undefined ? [] : [[action, grants] as const];
      });
      return {
        ...whom,
        grants: new Map(lent),
        // No session of the represented: nothing that asks a fresh proof of him is open.
        sessionId: undefined,
        acting: { agency: id, agent: agent.id, agentName: agent.name },
      };
    },
  };
}
