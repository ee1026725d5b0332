/** The settings of each channel, changed by an administrator, and the adapter that stands behind it now. */
import { type MessageChannel, messageChannels } from '../../../../kernel/message.ts';
import { isForbiddenAddress } from '../../../gateway/index.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Database, Store, Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import {
  channelConfigs,
  type EmailConfig,
  type GatewayConfig,
  type WebhookConfig,
} from '../../channel-config.ts';
import { deliveryTable } from '../../data/delivery.ts';
import { messageErrors } from '../../errors.ts';
import type { ChannelChange, ChannelState } from '../../service.ts';
import type { Channel } from './channel.ts';
import type { ChannelTables } from './channel-tables.ts';
import { emailChannel } from './email-channel.ts';
import { gatewayChannel } from './gateway-channel.ts';
import { simulatedChannel } from './simulated-channel.ts';
import { webhookChannel } from './webhook-channel.ts';

type Row = ChannelTables['messages_channel'];

const announced = 'messages.channel';

export interface OpenChannel {
  readonly id: MessageChannel;
  /** Messages a minute, over all processes. */
  readonly rate: number;
  readonly adapter: Channel;
}

export interface Channels {
  list(): Promise<readonly ChannelState[]>;
  /** Those that are enabled, with their adapters. */
  open(): Promise<ReadonlyMap<MessageChannel, OpenChannel>>;
  /** Which ones are enabled. Inside a transaction give its `db`: it asks no second connection. */
  enabled(through: Database): Promise<ReadonlySet<MessageChannel>>;
  secretOf(id: MessageChannel): Promise<string | undefined>;
  webhookConfig(): Promise<WebhookConfig | undefined>;
  change(work: Work, change: ChannelChange, by: string): Promise<void>;
  close(): void;
}

export function openChannels(deps: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly demo: boolean;
}): Channels {
  const { store, trust, demo } = deps;
  trust.vault.keep({ table: 'messages_channel', row: 'id', column: 'secret' });
  const tools = {
    now: () => store.clock.now(),
    milliseconds: () => store.settings.value('messages.send-seconds') * 1000,
  };
  let kept: Promise<ReadonlyMap<MessageChannel, OpenChannel>> | undefined;
  let ids: Promise<ReadonlySet<MessageChannel>> | undefined;

  const place = (id: string) => ({ table: 'messages_channel', row: id, field: 'secret' });

  function rows(through: Database = store.db): Promise<readonly Row[]> {
    return through.withTables<ChannelTables>().selectFrom('messages_channel').selectAll().execute();
  }

  async function secretIn(row: Row): Promise<string | undefined> {
    return row.secret === null ? undefined : trust.vault.open(row.secret, place(row.id));
  }

  async function adapterOf(row: Row): Promise<Channel | undefined> {
    const config: unknown = JSON.parse(row.config);
    const secret = await secretIn(row);
    if (row.id === 'email') return emailChannel(config as EmailConfig, secret, tools);
    if (row.id === 'webhook') return webhookChannel(config as WebhookConfig, tools);
    const gateway = config as GatewayConfig;
    if (gateway.mode === 'gateway')
      return secret === undefined ? undefined : gatewayChannel(row.id, gateway, secret, tools);
    // A database that was once a demonstration never simulates in earnest: its messages wait.
    return demo ? simulatedChannel(row.id, gateway.sign, store) : undefined;
  }

  /** A simulator counts in a demonstration only, as its adapter does. */
  function isUsable(row: Row): boolean {
    if (!row.enabled || row.id === 'email' || row.id === 'webhook') return row.enabled;
    return (JSON.parse(row.config) as GatewayConfig).mode === 'gateway' || demo;
  }

  async function load(): Promise<ReadonlyMap<MessageChannel, OpenChannel>> {
    const made = new Map<MessageChannel, OpenChannel>();
    for (const row of await rows()) {
      const adapter = row.enabled ? await adapterOf(row) : undefined;
      if (adapter !== undefined) made.set(row.id, { id: row.id, rate: row.rate, adapter });
    }
    return made;
  }

  function forget(): void {
    const before = kept;
    kept = undefined;
    ids = undefined;
    void before?.then(
      (channels) => {
        for (const { adapter } of channels.values()) adapter.close?.();
      },
      () => undefined,
    );
  }
  store.onAnnounce(announced, forget);

  async function checkConfig({ id, enabled, config, secret }: ChannelChange, before: Row | undefined) {
    const parsed = channelConfigs[id].safeParse(config);
    if (!parsed.success)
      throw commonErrors.invalid(
        undefined,
        parsed.error.issues.map((issue) => ({
          path: `config.${issue.path.join('.')}`,
          message: issue.message,
        })),
      );
    const checked = parsed.data;
    const known = secret !== undefined || (before?.secret ?? null) !== null;
    if ('mode' in checked) {
      if (checked.mode === 'simulator' && !demo) throw messageErrors.simulatorOnlyDemo();
      if (checked.mode === 'gateway' && enabled && !known) throw messageErrors.secretNeeded();
      if (checked.mode === 'gateway') {
        const url = URL.canParse(checked.url) ? new URL(checked.url) : undefined;
        if (url === undefined || url.username !== '' || (await isForbiddenAddress(url.hostname)))
          throw messageErrors.forbiddenAddress();
      }
    }
    if ('port' in checked) {
      if (checked.user !== '' && enabled && !known) throw messageErrors.secretNeeded();
      if (await isForbiddenAddress(checked.host)) throw messageErrors.forbiddenAddress();
    }
    return checked;
  }

  return {
    async list() {
      const found = new Map((await rows()).map((row) => [row.id, row]));
      return messageChannels.map((id) => {
        const row = found.get(id);
        return {
          id,
          enabled: row?.enabled ?? false,
          config: row === undefined ? null : (JSON.parse(row.config) as ChannelState['config']),
          rate: row?.rate ?? deliveryTable.ratesAMinute[id],
          hasSecret: (row?.secret ?? null) !== null,
          revision: row?.revision ?? 0,
          changedAt: row?.changed_at ?? null,
        };
      });
    },
    open() {
      kept ??= load();
      const loading = kept;
      loading.catch(() => {
        if (kept === loading) kept = undefined;
      });
      return loading;
    },
    enabled(through) {
      const loading =
        ids ?? rows(through).then((found) => new Set(found.filter(isUsable).map(({ id }) => id)));
      ids = loading;
      loading.catch(() => {
        if (ids === loading) ids = undefined;
      });
      return loading;
    },
    async secretOf(id) {
      const row = (await rows()).find((each) => each.id === id);
      return row === undefined ? undefined : secretIn(row);
    },
    async webhookConfig() {
      const row = (await rows()).find((each) => each.id === 'webhook');
      return row === undefined ? undefined : (JSON.parse(row.config) as WebhookConfig);
    },
    async change(work, change, by) {
      const db = work.db.withTables<ChannelTables>();
      const before = await db
        .selectFrom('messages_channel')
        .selectAll()
        .where('id', '=', change.id)
        .forUpdate()
        .executeTakeFirst();
      if ((before?.revision ?? 0) !== change.revision) throw messageErrors.channelChanged();
      const config = await checkConfig(change, before);
      const sealed =
        change.secret === undefined
          ? (before?.secret ?? null)
          : await trust.vault.seal(change.secret, place(change.id));
      const row = {
        enabled: change.enabled,
        config: JSON.stringify(config),
        rate: change.rate,
        secret: sealed,
        revision: change.revision + 1,
        changed_by: by,
        changed_at: work.now.toISOString(),
      };
      const written = await db
        .insertInto('messages_channel')
        .values({ id: change.id, ...row })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(row).where('messages_channel.revision', '=', change.revision),
        )
        .returning('id')
        .execute();
      if (written.length === 0) throw messageErrors.channelChanged();
      work.afterCommit(() => {
        forget();
        void store.announce(announced, change.id).catch(() => undefined);
      });
    },
    close: forget,
  };
}
