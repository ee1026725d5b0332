/** Reads rules and their versions, narrowed to what the caller's decision reaches. */
import { sql } from 'kysely';
import type { Decision } from '../../../kernel/access.ts';
import { type Database, scopeCondition, type ScopeColumns } from '../../store/index.ts';
import { ruleErrors } from '../errors.ts';
import type { RuleTables } from './rule-tables.ts';

export type RuleRow = RuleTables['rules_rule'];
export type VersionRow = RuleTables['rules_version'];
/** A version without its text: what lists and the choice of the version in force need. */
export type VersionHead = Omit<VersionRow, 'xml' | 'tests'>;

const scope: ScopeColumns = { area: 'area', departments: ['department'], subjects: ['created_by'] };

const head = [
  'id',
  'rule',
  'number',
  'state',
  'decision',
  'source',
  'digest',
  'revision',
  'effective_from',
  'ended_at',
  'ended_because',
  'changed_by',
  'changed_at',
  'published_by',
  'published_at',
] as const;

function tables(db: Database) {
  return db.withTables<RuleTables>();
}

export interface RuleQuery {
  readonly text?: string | undefined;
  readonly state?: VersionRow['state'] | undefined;
  readonly page: number;
  readonly size: number;
}

/** '%' and '_' are looked for as they stand. */
function contains(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

export async function listRules(
  db: Database,
  decision: Decision,
  { text = '', state, page, size }: RuleQuery,
): Promise<{ rules: readonly RuleRow[]; total: number }> {
  const found = tables(db)
    .selectFrom('rules_rule')
    .where(scopeCondition(decision, scope))
    .$if(text !== '', (query) =>
      query.where((where) =>
        where.or([where('title', 'like', contains(text)), where('key', 'like', contains(text))]),
      ),
    )
    .$if(state !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select 1 from rules_version held where held.rule = rules_rule.id and held.state = ${state})`,
      ),
    );
  const rules = await found
    .selectAll()
    .orderBy('title')
    .orderBy('id')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const counted = await found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirst();
  return { rules, total: counted?.total ?? 0 };
}

/** Throws rules.unknown for what is not there and for what the decision does not reach. */
export async function getRule(db: Database, decision: Decision, id: string): Promise<RuleRow> {
  const found = await tables(db)
    .selectFrom('rules_rule')
    .selectAll()
    .where('id', '=', id)
    .where(scopeCondition(decision, scope))
    .executeTakeFirst();
  if (found === undefined) throw ruleErrors.unknown();
  return found;
}

/** Newest first, of all these rules in one statement. */
export async function listVersions(db: Database, rules: readonly string[]): Promise<readonly VersionHead[]> {
  if (rules.length === 0) return [];
  return tables(db)
    .selectFrom('rules_version')
    .select(head)
    .where('rule', 'in', [...rules])
    .orderBy('number', 'desc')
    .execute();
}

export async function getVersion(db: Database, id: string, locked = false): Promise<VersionRow> {
  const found = await tables(db)
    .selectFrom('rules_version')
    .selectAll()
    .where('id', '=', id)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst();
  if (found === undefined) throw ruleErrors.unknown();
  return found;
}

/** Every version of a rule that was ever published, for the choice of the one in force. */
export async function publishedVersions(db: Database, key: string): Promise<readonly VersionHead[]> {
  return tables(db)
    .selectFrom('rules_version')
    .select(head)
    .where('state', '!=', 'draft')
    .where('rule', 'in', (rule) => rule.selectFrom('rules_rule').select('id').where('key', '=', key))
    .execute();
}

/** The version in force at a moment: the last that had begun, unless it was ended by then. */
export function inForce(versions: readonly VersionHead[], at: Date): VersionHead | undefined {
  const begun = versions
    .filter((one) => one.effective_from !== null && Date.parse(one.effective_from) <= at.getTime())
    .sort(
      (a, b) =>
        Date.parse(b.effective_from ?? '') - Date.parse(a.effective_from ?? '') || b.number - a.number,
    );
  const [last] = begun;
  const ended = last?.ended_at != null && Date.parse(last.ended_at) <= at.getTime();
  return ended ? undefined : last;
}

/** Keys and titles of all rules that answer at that moment. */
export async function rulesInForce(
  db: Database,
  at: Date,
): Promise<readonly { readonly key: string; readonly title: string }[]> {
  const found = await sql<{ key: string; title: string }>`
    select r.key, r.title from rules_rule r join lateral (select v.ended_at from rules_version v
      where v.rule = r.id and v.state <> 'draft' and v.effective_from <= ${at}::timestamptz
      order by v.effective_from desc, v.number desc limit 1) last on true
    where last.ended_at is null or last.ended_at > ${at}::timestamptz order by r.title, r.key`.execute(db);
  return found.rows;
}
