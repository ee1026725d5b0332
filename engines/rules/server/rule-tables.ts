/** Tables of the rules engine: a rule, and its versions with the DMN text that they are. */
import { defineTable, type Table } from '../../store/index.ts';
import type { RuleTest } from '../contract.ts';

/** Types, not interfaces: Kysely wants an index signature. */
export type RuleTables = {
  rules_rule: {
    id: string;
    key: string;
    title: string;
    department: string;
    area: string;
    demo: boolean;
    created_by: string;
    created_at: string;
  };
  rules_version: {
    id: string;
    rule: string;
    number: number;
    state: 'draft' | 'published' | 'retired';
    xml: string;
    /** Id in the DMN text of the decision that answers. */
    decision: string;
    tests: RuleTest[];
    source: string;
    digest: string;
    revision: number;
    effective_from: string | null;
    ended_at: string | null;
    ended_because: string | null;
    changed_by: string;
    changed_at: string;
    published_by: string | null;
    published_at: string | null;
  };
};

export const ruleTables: readonly Table[] = [
  defineTable({
    name: 'rules_rule',
    columns: {
      id: 'uuid primary key',
      key: 'text not null',
      title: 'text not null',
      department: 'text not null',
      area: 'text not null',
      demo: 'boolean not null',
      created_by: 'text not null',
      created_at: 'timestamptz not null',
    },
    indexes: { rules_rule_key: 'unique (key)' },
  }),
  defineTable({
    name: 'rules_version',
    columns: {
      id: 'uuid primary key',
      rule: 'uuid not null',
      number: 'integer not null',
      state: 'text not null',
      xml: 'text not null',
      decision: 'text not null',
      tests: 'jsonb not null',
      source: 'text not null',
      digest: 'text not null',
      revision: 'integer not null',
      effective_from: 'timestamptz',
      ended_at: 'timestamptz',
      ended_because: 'text',
      changed_by: 'text not null',
      changed_at: 'timestamptz not null',
      published_by: 'text',
      published_at: 'timestamptz',
    },
    indexes: {
      rules_version_number: 'unique (rule, number)',
      // Two people who begin a draft at once: the database lets one of them.
      rules_version_draft: "unique (rule) where state = 'draft'",
    },
  }),
];
