/** What an application is told of a person: the claims of the scopes he agreed to, and nothing of anybody who may not sign in. */
import { newId } from '../../../../kernel/ids.ts';
import type { Store } from '../../../store/index.ts';
import { scopes } from '../../data/scopes.ts';
import type { Organs } from '../people/organs.ts';
import type { Principals } from '../people/principals.ts';
import type { AccessTables } from '../tables.ts';
import type { OidcTables } from './oidc-tables.ts';

export interface ClaimSource {
  /** undefined for somebody who may not sign in (any more). */
  claimsOf(subject: string, scope: string): Promise<Record<string, unknown> | undefined>;
  /** The number by which this application, and no other, knows the person. */
  pseudonymOf(subject: string, client: string): Promise<string>;
}

export function openClaims(store: Store, principals: Principals, organs: Organs): ClaimSource {
  const db = store.db.withTables<AccessTables & OidcTables>();
  return {
    async claimsOf(subject, scope) {
      const principal = await principals.find(subject);
      if (principal === undefined) return undefined;
      const row = await db
        .selectFrom('access_subject')
        .select(['account', 'identity_level'])
        .where('id', '=', subject)
        .executeTakeFirst();
      const all: Readonly<Record<string, unknown>> = {
        name: principal.name,
        organs: principal.departments.map((id) => organs.find(id)?.name ?? id),
        organ_codes: principal.departments,
        phone_number: row?.account,
        identity_level: row?.identity_level,
      };
      const told: Record<string, unknown> = {};
      for (const one of scope.split(' ')) {
        const spec = scopes[one];
        if (spec === undefined || (spec.of !== 'everybody' && spec.of !== principal.kind)) continue;
        for (const claim of Object.keys(spec.claims)) if (all[claim] !== undefined) told[claim] = all[claim];
      }
      return told;
    },
    async pseudonymOf(subject, client) {
      const fresh = newId();
      await db
        .insertInto('access_oidc_subject')
        .values({ client, subject, pseudonym: fresh })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { pseudonym } = await db
        .selectFrom('access_oidc_subject')
        .select('pseudonym')
        .where('client', '=', client)
        .where('subject', '=', subject)
        .executeTakeFirstOrThrow();
      return pseudonym;
    },
  };
}
