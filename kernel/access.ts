/** The vocabulary of the one access decision: who asks, over which rows, with which fields masked. Pure; decided in engines/access. */
import { areaPrefix } from './area.ts';

/**
 * A set of rows, as the grant describes it; several scopes mean any of them.
 * all: every row · area: rows whose area lies under the code · department: rows that name the organ · self: rows the subject made or was given.
 */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'area'; readonly area: string }
  | { readonly kind: 'department'; readonly department: string }
  | { readonly kind: 'self'; readonly subject: string };

/** Field classes in rising order; a clearance sees its own class and those below, the rest is masked. */
export const fieldClasses = ['public', 'internal', 'personal', 'sensitive'] as const;
export type FieldClass = (typeof fieldClasses)[number];

export interface Grant {
  readonly scope: Scope;
  readonly clearance: FieldClass;
}

/** How surely a citizen is known, rising: signed up, number verified, real name verified, seen at a window (engines/access/data/identity-levels.ts). */
export const identityLevelOrder = ['L1', 'L2', 'L3', 'L4'] as const;
export type IdentityLevel = (typeof identityLevelOrder)[number];

export function identityReaches(level: IdentityLevel | undefined, needed: IdentityLevel): boolean {
  return identityLevelOrder.indexOf(level ?? 'L1') >= identityLevelOrder.indexOf(needed);
}

/** Who asks. Permissions are '<system>:<name>'. */
export interface Principal {
  /** Subject id, or 'anonymous'. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'official' | 'citizen' | 'anonymous' | 'service';
  readonly departments: readonly string[];
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  readonly sessionId: string | undefined;
  /** Of a citizen; officials are known by their organ. */
  readonly level?: IdentityLevel;
  /** 代办: the id, name and grants are those of whom he acts for; this is who really acts. */
  readonly acting?: { readonly agency: string; readonly agent: string; readonly agentName: string };
  /** Where the present request comes from, for the audit only. */
  readonly origin?: { readonly address: string; readonly traceId: string };
}

export const anonymous: Principal = {
  id: 'anonymous',
  name: '访客',
  kind: 'anonymous',
  departments: [],
  grants: new Map(),
  sessionId: undefined,
};

/** What of a row the scopes look at; undefined means the row has no such side, so such a scope never matches it. */
export interface Governed {
  readonly area?: string | undefined;
  readonly departments?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
}

export type Decision =
  | { readonly permit: false; readonly reason: string }
  | {
      readonly permit: true;
      /** Any of these; never empty. */
      readonly rows: readonly Scope[];
      readonly clearance: FieldClass;
      /** How deep a single row is shown to him once he has stated a purpose for it; absent where none is asked or the grant goes no deeper. */
      readonly purposed?: FieldClass;
      /** Who asks; absent is taken for an official, whom policies bind the most. */
      readonly viewer?: Principal['kind'];
    };

/** 出口: how a value reaches somebody: on a page, in an exported file, by a call or a table under a contract, in a file under one, opened to anybody. */
export const ways = ['page', 'export', 'call', 'file', 'open'] as const;
export type Way = (typeof ways)[number];

/** What policies in force ask of a field on one way, beyond its declaration: they mask more and never less. */
export interface Cover {
  /** The clearance that sees the value itself; 'nobody': on this way none does. */
  readonly from: FieldClass | 'nobody';
  /** Of the value as it would be shown without the cover: what it hides already stays hidden. */
  readonly show: (value: string) => string;
  /** A file with it must carry a watermark. */
  readonly watermark: boolean;
}

/** The in-memory twin of the SQL row predicate; a property test holds the two together. */
export function scopeMatches(scope: Scope, row: Governed): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'area':
      return row.area?.startsWith(areaPrefix(scope.area)) ?? false;
    case 'department':
      return row.departments?.includes(scope.department) ?? false;
    case 'self':
      return row.subjects?.includes(scope.subject) ?? false;
  }
}

export function decisionMatches(decision: Decision, row: Governed): boolean {
  return decision.permit && decision.rows.some((scope) => scopeMatches(scope, row));
}

/** The highest class that any of a permission's grants gives over the row; undefined where none reaches it. */
export function clearanceOver(grants: readonly Grant[], row: Governed): FieldClass | undefined {
  const reached = grants.filter(({ scope }) => scopeMatches(scope, row)).map(({ clearance }) => clearance);
  return fieldClasses.findLast((level) => reached.includes(level));
}

/** Whether a field of this class is masked at this clearance. */
export function isMasked(field: FieldClass, clearance: FieldClass): boolean {
  return fieldClasses.indexOf(field) > fieldClasses.indexOf(clearance);
}

/** Whether a field is masked at this clearance because a policy says so. */
export function isCovered(cover: Cover | undefined, clearance: FieldClass): boolean {
  return cover !== undefined && (cover.from === 'nobody' || isMasked(cover.from, clearance));
}

/** The class that a field counts as on a way: the graver of its own and the cover's. */
export function coveredClass(field: FieldClass, cover: Cover | undefined): FieldClass {
  if (cover === undefined) return field;
  const from = cover.from === 'nobody' ? 'sensitive' : cover.from;
  return isMasked(from, field) ? from : field;
}
