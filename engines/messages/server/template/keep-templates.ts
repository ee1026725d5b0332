/** Templates in force: as contracts declare them, with the texts that officials published since. */
import type { AnyContract } from '../../../../kernel/contract.ts';
import type { MessageTemplate, MessageTexts } from '../../../../kernel/message.ts';
import type { Database, Store, Work } from '../../../store/index.ts';
import { messageErrors } from '../../errors.ts';
import type { TemplateInForce, TemplateVersion } from '../../service.ts';
import { problemsOfTexts } from '../../template/render-text.ts';
import type { ChannelTables } from '../channel/channel-tables.ts';

const firstPublished = 1001;
const channel = 'messages.template';

export interface Templates {
  list(): Promise<readonly TemplateInForce[]>;
  /** Throws messages.noTemplate. Inside a transaction give its `db`: it asks no second connection. */
  get(code: string, through?: Database): Promise<TemplateInForce>;
  /** Newest first, the declared one last. */
  versions(code: string): Promise<readonly TemplateVersion[]>;
  /** `base`: the version that the writer saw. Throws messages.templateChanged, messages.badTexts. */
  publish(work: Work, code: string, base: number, texts: MessageTexts, by: string): Promise<number>;
}

function declaredIn(contracts: readonly AnyContract[]): ReadonlyMap<string, MessageTemplate> {
  return new Map(
    contracts.flatMap((contract) =>
      Object.entries((contract.messages ?? {}) as Readonly<Record<string, MessageTemplate>>).map(
        ([name, template]) => [`${contract.id}:${name}`, template] as const,
      ),
    ),
  );
}

export function openTemplates(store: Store, contracts: readonly AnyContract[]): Templates {
  const declared = declaredIn(contracts);
  const sms = () => store.settings.value('messages.sms-longest');
  let kept: Promise<ReadonlyMap<string, TemplateInForce>> | undefined;
  store.onAnnounce(channel, () => {
    kept = undefined;
  });

  async function load(through: Database): Promise<ReadonlyMap<string, TemplateInForce>> {
    const rows = await through
      .withTables<ChannelTables>()
      .selectFrom('messages_template')
      .distinctOn('code')
      .select(['code', 'version', 'texts'])
      .orderBy('code')
      .orderBy('version', 'desc')
      .execute();
    const published = new Map(rows.map((row) => [row.code, row]));
    return new Map(
      [...declared].map(([code, template]) => {
        const row = published.get(code);
        const over =
          row === undefined ? {} : { version: row.version, texts: JSON.parse(row.texts) as MessageTexts };
        return [code, { ...template, ...over, code }];
      }),
    );
  }

  function all(through: Database): Promise<ReadonlyMap<string, TemplateInForce>> {
    const loading = kept ?? load(through);
    kept = loading;
    loading.catch(() => {
      if (kept === loading) kept = undefined;
    });
    return loading;
  }

  function declaredOf(code: string): MessageTemplate {
    const template = declared.get(code);
    if (template === undefined) throw messageErrors.noTemplate();
    return template;
  }

  return {
    list: async () => [...(await all(store.db)).values()],
    async get(code, through = store.db) {
      declaredOf(code);
      const found = (await all(through)).get(code);
      if (found === undefined) throw messageErrors.noTemplate();
      return found;
    },
    async versions(code) {
      const template = declaredOf(code);
      const rows = await store.db
        .withTables<ChannelTables>()
        .selectFrom('messages_template')
        .selectAll()
        .where('code', '=', code)
        .orderBy('version', 'desc')
        .limit(100)
        .execute();
      return [
        ...rows.map((row) => ({
          version: row.version,
          texts: JSON.parse(row.texts) as MessageTexts,
          publishedAt: row.published_at,
          publishedBy: row.published_by,
        })),
        { version: template.version, texts: template.texts, publishedAt: null, publishedBy: null },
      ];
    },
    async publish(work, code, base, texts, by) {
      const template = declaredOf(code);
      const problems = problemsOfTexts(template.parameters, texts, { sms: sms() });
      if (problems.length > 0) throw messageErrors.badTexts({ reason: problems.join('；') });
      const newest = await work.db
        .withTables<ChannelTables>()
        .selectFrom('messages_template')
        .select('version')
        .where('code', '=', code)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      if ((newest?.version ?? template.version) !== base) throw messageErrors.templateChanged();
      const version = newest === undefined ? firstPublished : newest.version + 1;
      const made = await work.db
        .withTables<ChannelTables>()
        .insertInto('messages_template')
        .values({
          code,
          version,
          texts: JSON.stringify(texts),
          published_by: by,
          published_at: work.now.toISOString(),
        })
        // Somebody else published the same number at the same time.
        .onConflict((conflict) => conflict.doNothing())
        .returning('version')
        .execute();
      if (made.length === 0) throw messageErrors.templateChanged();
      work.afterCommit(() => {
        kept = undefined;
        void store.announce(channel, code).catch(() => undefined);
      });
      return version;
    },
  };
}
