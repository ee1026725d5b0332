/** 我的身份: raises a citizen's level step by step — number, real name, window — each step proven and recorded; nobody raises his own otherwise. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type IdentityLevel, identityReaches, type Principal } from '../../../../kernel/access.ts';
import { idCardProblem } from '../../../../kernel/check-characters.ts';
import { maskIdCard, maskName, maskPhone } from '../../../../kernel/mask.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import { accessErrors } from '../../errors.ts';
import type { OwnIdentity } from '../../routes/identity-routes.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Principals } from '../people/principals.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import type { AccessTables } from '../tables.ts';
import type { IdentityChecks } from './identity-checks.ts';
import type { CodePort } from './code-port.ts';
import { beginTry, type IdentityCodes } from './identity-codes.ts';
import type { IdentityTables } from './identity-tables.ts';

export interface Identity {
  own(principal: Principal): Promise<OwnIdentity>;
  /** The code itself only where nothing is sent (演示). */
  sendPhoneCode(principal: Principal): Promise<{ phone: string; shown: string | null }>;
  verifyPhone(principal: Principal, code: string): Promise<void>;
  verifyName(principal: Principal, idCard: string): Promise<void>;
  /** Told to the official at the window: it shows that both are there. */
  windowCode(principal: Principal): Promise<string>;
  verifyAtWindow(
    input: { account: string; code: string; name: string; idCard: string },
    by: Principal,
  ): Promise<void>;
  /** Whether it is the number that was verified of him; false below L3. */
  isOwnCard(principal: Principal, idCard: string): Promise<boolean>;
  /** The number that was verified; undefined below L3. Stays inside of the engine. */
  idCardOf(subject: string): Promise<string | undefined>;
}

const cardPlace = (subject: string) =>
  ({ table: 'access_identity', row: subject, field: 'id_card' }) as const;
const cardIndex = 'access_identity.id_card';

type SubjectRow = Pick<AccessTables['access_subject'], 'id' | 'account' | 'name' | 'kind' | 'state'> & {
  readonly level: string;
};

export function requireCitizen(principal: Principal): void {
  if (principal.kind !== 'citizen') throw accessErrors.citizensOnly();
}

export function openIdentity(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly attempts: Attempts;
  readonly vault: Vault;
  readonly checks: IdentityChecks | undefined;
  readonly codes: IdentityCodes;
  readonly port: CodePort;
}): Identity {
  const { store, audit, principals, attempts, vault, checks, codes, port } = deps;
  const db = store.db.withTables<AccessTables & IdentityTables>();
  vault.keep({ table: 'access_identity', row: 'subject', column: 'id_card', index: 'id_card_index' });

  function subjects() {
    return db
      .selectFrom('access_subject')
      .select(['id', 'account', 'name', 'kind', 'state', 'identity_level as level']);
  }

  async function getOwn(principal: Principal): Promise<SubjectRow> {
    requireCitizen(principal);
    return subjects().where('id', '=', principal.id).executeTakeFirstOrThrow();
  }

  function found(subject: string) {
    return db.selectFrom('access_identity').selectAll().where('subject', '=', subject).executeTakeFirst();
  }

  /** Writes what was proven and the level that it gives, with the audit's line, in one transaction. */
  async function raise(
    subject: string,
    level: IdentityLevel,
    proof: (work: Work) => Partial<IdentityTables['access_identity']>,
    by: Principal,
    way: string,
  ): Promise<void> {
    await store.transaction(async (work) => {
      const tables = work.db.withTables<AccessTables & IdentityTables>();
      const set = proof(work);
      await tables
        .insertInto('access_identity')
        .values({
          subject,
          phone_at: null,
          name_at: null,
          name_by: null,
          id_card: null,
          id_card_index: null,
          window_at: null,
          window_by: null,
          ...set,
        })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet(set))
        .execute();
      await tables
        .updateTable('access_subject')
        .set({ identity_level: level })
        .where('id', '=', subject)
        .where('identity_level', '<', level)
        .execute();
      audit.add(work, by, {
        module: 'access',
        event: 'grant',
        objectType: 'identity',
        objectId: subject,
        result: 'success',
        detail: { level, way },
      });
      work.emit('access.identity', by.id, { subject, level });
    });
    await principals.changed(subject);
  }

  async function refuse(key: string, subject: string, by: Principal, way: string, error: Error) {
    await attempts.fail(key);
    await audit.addAlone(by, {
      module: 'access',
      event: 'refuse',
      objectType: 'identity',
      objectId: subject,
      result: 'failure',
      detail: { way },
    });
    return error;
  }

  function checkCard(idCard: string): void {
    const problem = idCardProblem(idCard, shanghaiDate(store.clock.now()));
    if (problem !== undefined) throw accessErrors.idCardWrong({ problem });
  }

  /** One number proves one account. */
  async function sealedCard(subject: string, idCard: string) {
    const indexes = await vault.indexes(idCard, cardIndex);
    const taken = await db
      .selectFrom('access_identity')
      .select('subject')
      .where('id_card_index', 'in', [...indexes])
      .where('subject', '!=', subject)
      .executeTakeFirst();
    if (taken !== undefined) throw accessErrors.identityTaken();
    return {
      id_card: await vault.seal(idCard, cardPlace(subject)),
      id_card_index: await vault.index(idCard, cardIndex),
    };
  }

  async function idCardOf(subject: string): Promise<string | undefined> {
    const box = (await found(subject))?.id_card;
    return box == null ? undefined : vault.open(box, cardPlace(subject));
  }

  return {
    idCardOf,
    async isOwnCard(principal, idCard) {
      const known = principal.kind === 'citizen' ? await idCardOf(principal.id) : undefined;
      const digest = (text: string) => createHash('sha256').update(text).digest();
      return timingSafeEqual(digest(known ?? ''), digest(idCard)) && known !== undefined;
    },
    async own(principal) {
      const row = await getOwn(principal);
      const [proof, idCard] = [await found(row.id), await idCardOf(row.id)];
      return {
        level: row.level as IdentityLevel,
        phone: maskPhone(row.account),
        name: maskName(row.name),
        idCard: idCard === undefined ? null : maskIdCard(idCard),
        phoneAt: proof?.phone_at ?? null,
        nameAt: proof?.name_at ?? null,
        windowAt: proof?.window_at ?? null,
        joined: checks !== undefined,
        codes: await port.open(),
        demo: proof?.name_by === 'demo' || (checks?.demo ?? false),
      };
    },
    async sendPhoneCode(principal) {
      const { id, account } = await getOwn(principal);
      if (!/^1[3-9]\d{9}$/.test(account)) throw accessErrors.noPhone();
      return { phone: maskPhone(account), shown: await port.send('phone', id, account) };
    },
    async verifyPhone(principal, code) {
      const { id } = await getOwn(principal);
      await codes.spend('phone', id, code);
      await raise(id, 'L2', (work) => ({ phone_at: work.now.toISOString() }), principal, 'phone');
    },
    async verifyName(principal, idCard) {
      const { id, name, level } = await getOwn(principal);
      if (identityReaches(level as IdentityLevel, 'L3')) throw accessErrors.alreadyVerified();
      if (checks === undefined) throw accessErrors.notJoined();
      checkCard(idCard);
      const key = `name:${id}`;
      await beginTry(attempts, key);
      if (!(await checks.person(name, idCard)))
        throw await refuse(key, id, principal, 'name', accessErrors.nameMismatch());
      const card = await sealedCard(id, idCard);
      await raise(
        id,
        'L3',
        (work) => ({ ...card, name_at: work.now.toISOString(), name_by: checks.id }),
        principal,
        checks.id,
      );
      await attempts.clear(key);
    },
    async windowCode(principal) {
      return codes.issue('window', (await getOwn(principal)).id);
    },
    async verifyAtWindow({ account, code, name, idCard }, by) {
      checkCard(idCard);
      const row = await subjects()
        .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
        .executeTakeFirst();
      if (row === undefined || row.kind !== 'citizen' || row.state !== 'active' || row.id === by.id)
        throw accessErrors.windowMismatch();
      const key = `window-card:${row.id}`;
      await beginTry(attempts, key);
      const known = await idCardOf(row.id);
      if (row.name !== name || (known !== undefined && known !== idCard))
        throw await refuse(key, row.id, by, 'window', accessErrors.windowMismatch());
      if (!identityReaches(row.level as IdentityLevel, 'L2')) throw accessErrors.phoneFirst();
      await codes.spend('window', row.id, code);
      const card = known === undefined ? await sealedCard(row.id, idCard) : {};
      await raise(
        row.id,
        'L4',
        (work) => {
          const at = work.now.toISOString();
          const named = known === undefined ? { ...card, name_at: at, name_by: 'window' } : {};
          return { ...named, window_at: at, window_by: by.id };
        },
        by,
        'window',
      );
      await attempts.clear(key);
    },
  };
}
