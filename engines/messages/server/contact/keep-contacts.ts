/** Where a person is reached outside the app: kept in boxes, shown masked, used once he has proved that it is his. */
import { createHmac, randomInt } from 'node:crypto';
import { newId } from '../../../../kernel/ids.ts';
import type { MessageChannel } from '../../../../kernel/message.ts';
import { maskPhone } from '../../../../kernel/mask.ts';
import { isForbiddenAddress } from '../../../gateway/index.ts';
import type { Database, Store, Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import { messageErrors } from '../../errors.ts';
import type { ContactState } from '../../service.ts';
import type { ChannelTables, ContactKind } from '../channel/channel-tables.ts';
import type { DeliveryTables } from '../delivery/delivery-tables.ts';
import type { Channels } from '../channel/keep-channels.ts';
import { isListed } from '../channel/webhook-channel.ts';

type Row = ChannelTables['messages_contact'];

const hour = 3_600_000;
const day = 24 * hour;
/** Begins the subject of a contact that is nobody's. */
const lent = 'lent:';
export const codeTemplate = 'messages:code';

export const contactOf: Readonly<Record<MessageChannel, ContactKind>> = {
  sms: 'phone',
  voice: 'phone',
  email: 'email',
  webhook: 'webhook',
};

export interface CodeWanted {
  readonly contact: string;
  readonly channel: 'sms' | 'email';
  readonly shown: string;
  readonly code: string;
}

export interface Contacts {
  list(subject: string): Promise<readonly ContactState[]>;
  /** Unproved until the code comes back. Throws messages.channelOff, messages.badAddress, messages.tooManyCodes. */
  begin(work: Work, subject: string, kind: 'phone' | 'email', address: string): Promise<CodeWanted>;
  /** Throws messages.codeNeeded, messages.codeWrong, messages.codeOver. */
  confirm(subject: string, kind: 'phone' | 'email', code: string): Promise<void>;
  remove(work: Work, subject: string, kind: ContactKind): Promise<boolean>;
  /** Without a code, by whoever knows it to be his: another register, demo data, or an administrator for a system's address. */
  keep(work: Work, subject: string, kind: ContactKind, address: string, secret?: string): Promise<string>;
  /** A number that belongs to no account, for one text; forgotten within a day. Throws messages.badAddress. */
  lend(
    work: Work,
    phone: string,
  ): Promise<{ readonly subject: string; readonly contact: string; readonly shown: string }>;
  /** Forgets what was lent more than a day ago. */
  forgetLent(): Promise<void>;
  /** Address, as it is shown, and signing key; undefined when it is gone. */
  open(db: Database, id: string): Promise<{ address: string; shown: string; secret?: string } | undefined>;
}

function maskEmail(address: string): string {
  const [name = '', host = ''] = address.split('@');
  return `${name.slice(0, 1)}***@${host}`;
}

function shownOf(kind: ContactKind, address: string): string {
  if (kind === 'phone') return maskPhone(address);
  return kind === 'email' ? maskEmail(address) : new URL(address).host;
}

function checkForm(kind: ContactKind, address: string): void {
  if (kind === 'phone' && !/^1[3-9]\d{9}$/.test(address)) throw messageErrors.badAddress({ title: '手机号' });
  if (kind === 'email' && !/^[^\s@<>"',;]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,}$/i.test(address))
    throw messageErrors.badAddress({ title: '邮箱' });
}

function digest(contact: string, code: string): string {
  return createHmac('sm3', contact).update(code).digest('hex');
}

export function openContacts(deps: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly channels: Channels;
}): Contacts {
  const { store, trust, channels } = deps;
  trust.vault.keep({ table: 'messages_contact', row: 'id', column: 'address' });
  trust.vault.keep({ table: 'messages_contact', row: 'id', column: 'secret' });
  const setting = (name: string) => store.settings.value(`messages.${name}`);
  const place = (row: string, field: string) => ({ table: 'messages_contact', row, field });

  /** By what was written to be sent: taking the address away and giving it anew gains no further code. */
  async function countCodes(work: Work, subject: string): Promise<number> {
    const found = await work.db
      .withTables<DeliveryTables>()
      .selectFrom('messages_delivery')
      .select((eb) => eb.fn.countAll<number>().as('asked'))
      .where('subject', '=', subject)
      .where('template', '=', codeTemplate)
      .where('created_at', '>', new Date(work.now.getTime() - hour).toISOString())
      .executeTakeFirstOrThrow();
    return found.asked;
  }

  async function find(db: Database, subject: string, kind: ContactKind): Promise<Row | undefined> {
    return db
      .withTables<ChannelTables>()
      .selectFrom('messages_contact')
      .selectAll()
      .where('subject', '=', subject)
      .where('kind', '=', kind)
      .forUpdate()
      .executeTakeFirst();
  }

  async function write(
    work: Work,
    subject: string,
    kind: ContactKind,
    address: string,
    rest: Pick<Row, 'state' | 'code_digest' | 'code_until' | 'verified_at'> & {
      readonly id: string;
      readonly secret: string | undefined;
    },
  ): Promise<void> {
    const { id, secret, ...fields } = rest;
    const row = {
      ...fields,
      address: await trust.vault.seal(address, place(id, 'address')),
      secret: secret === undefined ? null : await trust.vault.seal(secret, place(id, 'secret')),
      shown: shownOf(kind, address),
      code_tries: 0,
      set_at: work.now.toISOString(),
    };
    const db = work.db.withTables<ChannelTables>();
    await db.deleteFrom('messages_contact').where('subject', '=', subject).where('kind', '=', kind).execute();
    await db
      .insertInto('messages_contact')
      .values({ id, subject, kind, ...row })
      .execute();
  }

  return {
    async list(subject) {
      const rows = await store.db
        .withTables<ChannelTables>()
        .selectFrom('messages_contact')
        .select(['kind', 'shown', 'state'])
        .where('subject', '=', subject)
        .orderBy('kind')
        .execute();
      return rows.map(({ kind, shown, state }) => ({ kind, shown, verified: state === 'verified' }));
    },
    async begin(work, subject, kind, address) {
      checkForm(kind, address);
      const channel = kind === 'phone' ? 'sms' : 'email';
      if (!(await channels.enabled(work.db)).has(channel)) throw messageErrors.channelOff();
      const now = work.now.getTime();
      if ((await countCodes(work, subject)) >= setting('codes-an-hour')) throw messageErrors.tooManyCodes();
      const id = newId(now);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      await write(work, subject, kind, address, {
        id,
        secret: undefined,
        state: 'waiting',
        code_digest: digest(id, code),
        code_until: new Date(now + setting('code-minutes') * 60_000).toISOString(),
        verified_at: null,
      });
      return { contact: id, channel, shown: shownOf(kind, address), code };
    },
    async confirm(subject, kind, code) {
      // A wrong try is counted although it is refused, so the refusal comes after the commit.
      const refusal = await store.transaction(async (work) => {
        const row = await find(work.db, subject, kind);
        if (row === undefined || row.code_digest === null || row.code_until === null)
          return messageErrors.codeNeeded();
        const left = setting('code-tries') - row.code_tries;
        if (left <= 0 || Date.parse(row.code_until) <= work.now.getTime()) return messageErrors.codeOver();
        const right = row.code_digest === digest(row.id, code);
        await work.db
          .withTables<ChannelTables>()
          .updateTable('messages_contact')
          .set(
            right
              ? {
                  state: 'verified',
                  verified_at: work.now.toISOString(),
                  code_digest: null,
                  code_until: null,
                }
              : { code_tries: row.code_tries + 1 },
          )
          .where('id', '=', row.id)
          .execute();
        return right ? undefined : messageErrors.codeWrong({ left: left - 1 });
      });
      if (refusal !== undefined) throw refusal;
    },
    async remove(work, subject, kind) {
      const gone = await work.db
        .withTables<ChannelTables>()
        .deleteFrom('messages_contact')
        .where('subject', '=', subject)
        .where('kind', '=', kind)
        .returning('id')
        .execute();
      return gone.length > 0;
    },
    async keep(work, subject, kind, address, secret) {
      checkForm(kind, address);
      if (kind === 'webhook') {
        const config = await channels.webhookConfig();
        if (config === undefined || !isListed(config, address)) throw messageErrors.hostNotListed();
        if (await isForbiddenAddress(new URL(address).hostname)) throw messageErrors.forbiddenAddress();
      }
      const id = newId(work.now.getTime());
      await write(work, subject, kind, address, {
        id,
        secret,
        state: 'verified',
        code_digest: null,
        code_until: null,
        verified_at: work.now.toISOString(),
      });
      return id;
    },
    async lend(work, phone) {
      checkForm('phone', phone);
      const id = newId(work.now.getTime());
      const subject = `${lent}${id}`;
      await write(work, subject, 'phone', phone, {
        id,
        secret: undefined,
        state: 'waiting',
        code_digest: null,
        code_until: null,
        verified_at: null,
      });
      return { subject, contact: id, shown: shownOf('phone', phone) };
    },
    async forgetLent() {
      await store.db
        .withTables<ChannelTables>()
        .deleteFrom('messages_contact')
        .where('subject', 'like', `${lent}%`)
        .where('set_at', '<', new Date(store.clock.now().getTime() - day).toISOString())
        .execute();
    },
    async open(db, id) {
      const row = await db
        .withTables<ChannelTables>()
        .selectFrom('messages_contact')
        .select(['address', 'shown', 'secret'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const address = await trust.vault.open(row.address, place(id, 'address'));
      const secret =
        row.secret === null ? {} : { secret: await trust.vault.open(row.secret, place(id, 'secret')) };
      return { address, shown: row.shown, ...secret };
    },
  };
}
