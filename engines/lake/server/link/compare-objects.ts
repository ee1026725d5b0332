/** What differs between what we offer and what the other end has of it: a digest for each group first, single objects only where those differ. */
import type { z } from 'zod';
import { type Database, sql } from '../../../store/index.ts';
import type { Compared } from '../../link.ts';
import { type Compare, Entries, Groups, sm3Hex } from './envelope.ts';
import type { LinkDeps, LinkRow } from './link-rows.ts';
import { sendRequest } from './send-request.ts';

const page = 2000;

type Side = 'ours' | 'theirs';
type Group = z.infer<typeof Groups>['groups'][number];

async function groupsOf(db: Database, link: string, side: Side): Promise<readonly Group[]> {
  const found = await sql<{ kind: string; group: string; count: number; lines: string }>`
    select kind, "group", count(*)::int as count, string_agg(id::text || ' ' || digest, E'\n' order by id) as lines
    from lake_link_object where link = ${link} and side = ${side} group by kind, "group"`.execute(db);
  return found.rows.map(({ kind, group, count, lines }) => ({ kind, group, count, digest: sm3Hex(lines) }));
}

interface Entry {
  readonly id: string;
  readonly digest: string;
  readonly title: string;
}

async function entriesOf(
  db: Database,
  link: string,
  side: Side,
  where: { readonly kind: string; readonly group: string; readonly after?: string },
  most?: number,
): Promise<readonly Entry[]> {
  const limit = most === undefined ? sql`` : sql`limit ${most}`;
  const found = await sql<Entry>`select id, digest, title from lake_link_object
    where link = ${link} and side = ${side} and kind = ${where.kind} and "group" = ${where.group}
      and id::text > ${where.after ?? ''} order by id::text ${limit}`.execute(db);
  return found.rows;
}

export async function answerCompare(
  deps: LinkDeps,
  link: string,
  asked: z.infer<typeof Compare>,
): Promise<z.infer<typeof Groups> | z.infer<typeof Entries>> {
  const { db } = deps.store;
  if (asked.of === 'groups') {
    const tables = await sql<{
      contract: string;
      batch: string;
    }>`select distinct on (contract) contract, batch
      from lake_link_transfer where link = ${link} and way = 'in' and state = 'done' order by contract, ended_at desc`.execute(
      db,
    );
    return { groups: [...(await groupsOf(db, link, 'theirs'))], tables: tables.rows };
  }
  const found = await entriesOf(db, link, 'theirs', asked, page + 1);
  return { entries: found.slice(0, page), more: found.length > page };
}

async function entriesThere(
  deps: LinkDeps,
  link: LinkRow,
  kind: string,
  group: string,
): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (let after = ''; ; ) {
    const asked = { of: 'entries' as const, kind, group, after };
    const { entries, more } = await sendRequest(deps, link, 'compare', asked, Entries);
    all.push(...entries);
    after = entries.at(-1)?.id ?? '';
    if (!more) return all;
  }
}

export interface Comparison {
  readonly same: number;
  readonly different: readonly Compared[];
  readonly tables: z.infer<typeof Groups>['tables'];
}

/** `step` is told how far it is, and ends it by throwing. */
export async function compareObjects(
  deps: LinkDeps,
  link: LinkRow,
  step: (done: number, total: number) => Promise<void>,
): Promise<Comparison> {
  const { db } = deps.store;
  const there = await sendRequest(deps, link, 'compare', { of: 'groups' }, Groups);
  const here = await groupsOf(db, link.id, 'ours');
  const nameOf = ({ kind, group }: Group) => JSON.stringify([kind, group]);
  const theirs = new Map(there.groups.map((group) => [nameOf(group), group]));
  const ours = new Map(here.map((group) => [nameOf(group), group]));
  const all = [...new Map([...theirs, ...ours]).values()];
  const equal = all.filter((group) => ours.get(nameOf(group))?.digest === theirs.get(nameOf(group))?.digest);
  const unequal = all.filter((group) => !equal.includes(group));
  let same = equal.reduce((sum, { count }) => sum + count, 0);
  const different: Compared[] = [];
  // An object that moved to another group is missing in one and left over in the other.
  const seen = new Map<string, { here?: Entry; there?: Entry; kind: string; group: string }>();
  for (const [index, { kind, group }] of unequal.entries()) {
    await step(index, unequal.length);
    const mark = (entry: Entry, side: 'here' | 'there') => {
      const name = `${kind} ${entry.id}`;
      const known = seen.get(name);
      seen.set(name, {
        ...known,
        kind,
        group: side === 'here' ? group : (known?.group ?? group),
        [side]: entry,
      });
    };
    for (const entry of await entriesOf(db, link.id, 'ours', { kind, group })) mark(entry, 'here');
    for (const entry of await entriesThere(deps, link, kind, group)) mark(entry, 'there');
  }
  for (const { here: one, there: other, kind, group } of seen.values()) {
    if (one !== undefined && one.digest === other?.digest) {
      same += 1;
      continue;
    }
    const entry = one ?? other;
    if (entry === undefined) continue;
    const where = one === undefined ? 'only-there' : 'only-here';
    different.push({
      kind,
      id: entry.id,
      group,
      title: entry.title,
      sameness: one !== undefined && other !== undefined ? 'differ' : where,
    });
  }
  await step(unequal.length, unequal.length);
  return { same, different, tables: there.tables };
}
