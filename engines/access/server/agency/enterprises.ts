/** 企业授权: the legal representative proves that he is, and names operators. */
import type { Principal } from '../../../../kernel/access.ts';
import { unifiedCreditCodeProblem } from '../../../../kernel/check-characters.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Store } from '../../../store/index.ts';
import type { Enterprise, HeldEnterprises } from '../../service.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Identity } from '../identity/open-identity.ts';
import type { IdentityChecks } from '../identity/identity-checks.ts';
import { beginTry } from '../identity/identity-codes.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import type { AccessTables } from '../tables.ts';
import type { Agencies, AgencyTerms } from './agencies.ts';
import type { AgencyTables } from './agency-tables.ts';

export interface Enterprises extends HeldEnterprises {
  of(representative: string): Promise<readonly Enterprise[]>;
  namesOf(creditCodes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Throws access.enterpriseMismatch. A new representative takes the place of the former, whose operators end. */
  register(creditCode: string, name: string, by: Principal): Promise<void>;
  /** Throws city.missing for another's enterprise, access.operatorMismatch for an operator who is not known so. */
  authorise(
    input: AgencyTerms & { creditCode: string; account: string; name: string },
    by: Principal,
  ): Promise<string>;
}

export function openEnterprises(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly attempts: Attempts;
  readonly identity: Identity;
  readonly agencies: Agencies;
  readonly checks: IdentityChecks | undefined;
}): Enterprises {
  const { store, audit, attempts, identity, agencies, checks } = deps;
  const db = store.db.withTables<AccessTables & AgencyTables>();

  function of(representative: string): Promise<readonly Enterprise[]> {
    return db
      .selectFrom('access_enterprise')
      .select(['credit_code as creditCode', 'name'])
      .where('representative', '=', representative)
      .orderBy('verified_at')
      .execute();
  }

  return {
    of,
    async heldBy(principal) {
      if (principal.kind !== 'citizen') return [];
      const all = await of(principal.id);
      if (principal.acting === undefined) return all;
      const agency = await db
        .selectFrom('access_agency')
        .select('enterprise')
        .where('id', '=', principal.acting.agency)
        .executeTakeFirst();
      // He stands for the one that its representative named to him, and only while that is his.
      return all.filter(({ creditCode }) => creditCode === agency?.enterprise);
    },
    async representativeOf(creditCode) {
      const row = await db
        .selectFrom('access_enterprise')
        .select('representative')
        .where('credit_code', '=', creditCode)
        .executeTakeFirst();
      return row?.representative;
    },
    async namesOf(creditCodes) {
      if (creditCodes.length === 0) return new Map();
      const rows = await db
        .selectFrom('access_enterprise')
        .select(['credit_code', 'name'])
        .where('credit_code', 'in', [...new Set(creditCodes)])
        .execute();
      return new Map(rows.map((row) => [row.credit_code, row.name]));
    },
    async register(creditCode, name, by) {
      if (checks === undefined) throw accessErrors.notJoined();
      const problem = unifiedCreditCodeProblem(creditCode);
      if (problem !== undefined) throw accessErrors.creditCodeWrong({ problem });
      const key = `enterprise:${by.id}`;
      await beginTry(attempts, key);
      const idCard = await identity.idCardOf(by.id);
      if (idCard === undefined || !(await checks.enterprise(creditCode, name, idCard))) {
        await attempts.fail(key);
        throw accessErrors.enterpriseMismatch();
      }
      await store.transaction(async (work) => {
        const tables = work.db.withTables<AgencyTables>();
        const at = work.now.toISOString();
        const held = { name, representative: by.id, verified_at: at, verified_by: checks.id };
        await tables
          .insertInto('access_enterprise')
          .values({ credit_code: creditCode, ...held })
          .onConflict((conflict) => conflict.column('credit_code').doUpdateSet(held))
          .execute();
        await tables
          .updateTable('access_agency')
          .set({ state: 'ended', ended_by: by.id, ended_at: at })
          .where('enterprise', '=', creditCode)
          .where('represented', '!=', by.id)
          .where('state', '=', 'active')
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'create',
          objectType: 'enterprise',
          objectId: creditCode,
          result: 'success',
          detail: { by: checks.id },
        });
      });
      await attempts.clear(key);
    },
    async authorise({ creditCode, account, name, ...terms }, by) {
      const held = await db
        .selectFrom('access_enterprise')
        .select('credit_code')
        .where('credit_code', '=', creditCode)
        .where('representative', '=', by.id)
        .executeTakeFirst();
      if (held === undefined) throw commonErrors.missing();
      const key = `operator:${by.id}`;
      await beginTry(attempts, key);
      const operator = await db
        .selectFrom('access_subject')
        .select('id')
        .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
        .where('name', '=', name)
        .where('kind', '=', 'citizen')
        .where('state', '=', 'active')
        .where('identity_level', '>=', 'L3')
        .executeTakeFirst();
      if (operator === undefined) {
        await attempts.fail(key);
        throw accessErrors.operatorMismatch();
      }
      const id = await agencies.authorise({ ...terms, enterprise: creditCode, agent: operator.id }, by);
      await attempts.clear(key);
      return id;
    },
  };
}
