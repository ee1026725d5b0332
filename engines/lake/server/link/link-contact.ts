/** Whether the other end is reached: the first failure begins a cut, each further one waits longer, any success ends it. */
import { CityError } from '../../../../kernel/errors.ts';
import { sql, type Store } from '../../../store/index.ts';

const longestProblem = 300;

/** A quarter up or down, so that links that were cut together are not tried together. */
function scattered(milliseconds: number): number {
  return milliseconds * (0.75 + Math.random() / 2);
}

export async function noteCut(store: Store, link: string, problem: unknown): Promise<void> {
  const first = store.settings.value('lake.link-retry-seconds') * 1000;
  const longest = store.settings.value('lake.link-retry-minutes') * 60_000;
  const now = store.clock.now();
  const text =
    problem instanceof CityError ? problem.message.slice(0, longestProblem) : '本平台处理出错，已记入日志';
  const found = await sql<{
    tries: number;
  }>`update lake_link set cut_since = coalesce(cut_since, ${now}), tries = tries + 1,
    problem = ${text} where id = ${link} returning tries`.execute(store.db);
  const tries = found.rows[0]?.tries ?? 1;
  const wait = scattered(Math.min(first * 2 ** Math.min(tries - 1, 20), longest));
  await sql`update lake_link set next_at = ${new Date(now.getTime() + wait)} where id = ${link}`.execute(
    store.db,
  );
}

export async function noteReached(store: Store, link: string): Promise<void> {
  await sql`update lake_link set cut_since = null, tries = 0, next_at = null, problem = null
    where id = ${link} and (cut_since is not null or tries > 0 or next_at is not null)`.execute(store.db);
}
