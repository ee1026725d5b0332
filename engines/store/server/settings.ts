/** Numbers that officials may change: declared with a default and its source, kept in the database, read from memory. */
import { sql } from 'kysely';
import type { SettingSpec } from '../../../kernel/contract.ts';
import { defineErrors, invalid } from '../../../kernel/errors.ts';
import type { Database, Settings } from '../service.ts';
import type { Announcer } from './announce.ts';

const errors = defineErrors('store', {
  settingRange: invalid('“{title}”应在 {minimum} 到 {maximum} 之间'),
  settingUnknown: invalid('没有名为“{name}”的参数'),
});

export async function openSettings(
  db: Database,
  specs: Readonly<Record<string, SettingSpec>>,
  announcer: Announcer,
): Promise<Settings> {
  const values = new Map<string, number>();

  async function load(): Promise<void> {
    const found = await sql<{ name: string; value: unknown }>`
      select name, value from store_setting where name like 'setting:%'`.execute(db);
    for (const row of found.rows) {
      if (typeof row.value === 'number') values.set(row.name.slice('setting:'.length), row.value);
    }
  }

  function specOf(name: string): SettingSpec {
    const spec = specs[name];
    if (spec === undefined) throw errors.settingUnknown({ name });
    return spec;
  }

  await load();
  announcer.on('settings', () => void load().catch(() => undefined));
  return {
    value(name) {
      return values.get(name) ?? specOf(name).value;
    },
    async change(work, name, value) {
      const spec = specOf(name);
      const minimum = spec.minimum ?? 0;
      const maximum = spec.maximum ?? Number.MAX_SAFE_INTEGER;
      if (!Number.isFinite(value) || value < minimum || value > maximum) {
        throw errors.settingRange({ title: spec.title, minimum, maximum });
      }
      await sql`insert into store_setting (name, value) values (${`setting:${name}`}, ${JSON.stringify(value)}::jsonb)
        on conflict (name) do update set value = excluded.value, updated_at = now()`.execute(work.db);
      work.afterCommit(() => {
        values.set(name, value);
        void announcer.announce('settings', name).catch(() => undefined);
      });
    },
    all() {
      return Object.entries(specs).map(([name, spec]) => ({
        name,
        value: values.get(name) ?? spec.value,
        spec,
      }));
    },
  };
}
