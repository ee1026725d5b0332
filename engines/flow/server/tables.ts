/** The tables of the flow engine: work items, timeline, requests, definitions, numbers, links between cases, common phrases. */
import { defineTable, type Table } from '../../store/index.ts';
import { type GraphTables, graphTables } from './graph/case/graph-tables.ts';

const openItem = 'where closed_at is null';

export const flowTables: readonly Table[] = [
  defineTable({
    name: 'flow_work_item',
    columns: {
      id: 'uuid not null',
      case_id: 'uuid not null',
      type: 'text not null',
      number: 'text not null',
      title: 'text not null',
      stage: 'text not null',
      stage_title: 'text not null',
      /** '<system>:<permission>' that acting on it takes. */
      permission: 'text not null',
      candidate: 'text not null',
      area: 'text collate "C"',
      unit: 'text',
      lead_unit: 'text',
      initiator: 'text',
      person: 'text',
      claimed_by: 'text',
      claimed_at: 'timestamptz',
      /** claimed_by, or person: the one who alone may act. */
      holder: 'text',
      created_at: 'timestamptz not null',
      since: 'integer not null',
      limit_amount: 'double precision',
      limit_unit: 'text',
      whole_amount: 'double precision',
      whole_unit: 'text',
      due_at: 'timestamptz',
      yellow_at: 'timestamptz',
      /** When the light changes next and people are told; null when there is nothing to tell. */
      tell_at: 'timestamptz',
      paused: 'bigint not null default 0',
      suspended: 'boolean not null default false',
      urged: 'integer not null default 0',
      urged_at: 'timestamptz',
      supervised: 'boolean not null default false',
      closed_at: 'timestamptz',
      closed_by: 'text',
      closed_action: 'text',
      took: 'bigint',
      late: 'boolean',
      /** Which item of a graph's case, 'i12'; '' where the case has one item at a time. */
      item: "text not null default ''",
      /** How its holder came to a countersign: signer, parallel, after, before, delegate, detour. */
      manner: 'text',
    },
    constraints: ['primary key (case_id, id)'],
    // Each open item lies in exactly one of the lists; done ones leave them all.
    indexes: {
      flow_work_item_once: `unique (case_id, item) ${openItem}`,
      flow_work_item_holder: `(holder, due_at) ${openItem} and holder is not null`,
      flow_work_item_unit: `(unit, due_at) ${openItem} and holder is null and candidate = 'unit'`,
      flow_work_item_due: `(permission, due_at) ${openItem} and holder is null and candidate = 'area'`,
      flow_work_item_area: `(permission, area, due_at) ${openItem} and holder is null and candidate = 'area'`,
      flow_work_item_tell: '(tell_at) where tell_at is not null',
      // Small and cheap to keep: items of a time lie together.
      flow_work_item_closed: 'using brin (closed_at)',
      flow_work_item_done: '(closed_by, closed_at desc) where closed_by is not null',
    },
    storage: { fillfactor: '85' },
  }),
  defineTable({
    name: 'flow_entry',
    columns: {
      case_id: 'uuid not null',
      position: 'bigint generated always as identity',
      at: 'timestamptz not null',
      actor: 'text not null',
      actor_name: 'text not null',
      department: 'text',
      action: 'text not null',
      title: 'text not null',
      from_stage: 'text',
      to_stage: 'text',
      opinion: 'text',
      files: "text[] not null default '{}'",
      took: 'bigint',
      late: 'boolean',
      /** Unit and person that hold the case after the step. */
      unit: 'text',
      person: 'text',
      /** Version of the case row after the step. */
      version: 'integer not null',
      /** Process fields that the step changed; all of them in order give the case back. */
      effect: 'jsonb not null',
      request_key: 'text',
      /** What changed in the token state; all of them in order give it back. */
      tokens: 'jsonb',
      item: 'text',
      /** File of a signature written by hand. */
      signature: 'text',
      /** For whom the actor acted, and his name then. */
      acting_for: 'text',
      acting_name: 'text',
    },
    constraints: ['primary key (case_id, position)'],
  }),
  defineTable({
    name: 'flow_request',
    columns: {
      id: 'uuid primary key',
      case_id: 'uuid not null',
      type: 'text not null',
      number: 'text not null',
      title: 'text not null',
      kind: 'text not null',
      kind_title: 'text not null',
      /** '<system>:<permission>' that deciding it takes. */
      permission: 'text not null',
      area: 'text collate "C"',
      unit: 'text',
      lead_unit: 'text',
      initiator: 'text',
      asked_by: 'text not null',
      asked_name: 'text not null',
      asked_at: 'timestamptz not null',
      reason: 'text not null',
      files: "text[] not null default '{}'",
      limit_amount: 'double precision',
      limit_unit: 'text',
      /** open, granted, refused, or void when the case went on without an answer. */
      state: 'text not null',
      decided_by: 'text',
      decided_name: 'text',
      decided_at: 'timestamptz',
      answer: 'text',
      /** Item of a graph's case that asks. */
      item: 'text',
    },
    indexes: {
      flow_request_case: '(case_id)',
      flow_request_open: "(permission, asked_at) where state = 'open'",
    },
  }),
  defineTable({
    name: 'flow_definition',
    columns: {
      type: 'text not null',
      version: 'integer not null',
      definition: 'jsonb not null',
      kept_at: 'timestamptz not null default now()',
      /** BPMN 2.0 text of a drawn version; declared ones are drawn when asked for. */
      xml: 'text',
      /** 'published', or 'retired': no new cases. */
      state: "text not null default 'published'",
      published_by: 'text',
      note: "text not null default ''",
      retired_by: 'text',
      retired_because: 'text',
    },
    constraints: ['primary key (type, version)'],
  }),
  defineTable({
    name: 'flow_draft',
    columns: {
      id: 'uuid primary key',
      type: 'text not null',
      xml: 'text not null',
      based_on: 'integer',
      /** Rises with every save: who saves an older one is told. */
      revision: 'integer not null',
      /** Revision that was found without errors. */
      checked: 'integer',
      changed_by: 'text not null',
      changed_at: 'timestamptz not null',
    },
    // One draft a type: two people would only publish over each other.
    indexes: { flow_draft_type: 'unique (type)' },
  }),
  defineTable({
    name: 'flow_number',
    columns: { prefix: 'text not null', day: 'date not null', last: 'integer not null' },
    constraints: ['primary key (prefix, day)'],
    storage: { fillfactor: '50' },
  }),
  defineTable({
    name: 'flow_link',
    columns: {
      case_id: 'uuid not null',
      other_id: 'uuid not null',
      type: 'text not null',
      /** 'merged': case_id went into other_id; 'split': case_id became other_id; 'called': case_id waits for other_id. */
      kind: 'text not null',
      number: 'text not null',
      other_number: 'text not null',
      /** Who opened the merged case, and now follows the other. */
      follower: 'text',
      at: 'timestamptz not null',
      /** called: what of case_id goes on when other_id is closed, and the type of case_id; `type` is that of other_id. */
      wait: 'text',
      from_type: 'text',
    },
    constraints: ['primary key (case_id, other_id)'],
    indexes: { flow_link_other: '(other_id)' },
  }),
  defineTable({
    name: 'flow_phrase',
    columns: {
      id: 'uuid primary key',
      subject: 'text not null',
      text: 'text not null',
      position: 'integer not null',
      created_at: 'timestamptz not null',
    },
    indexes: { flow_phrase_subject: '(subject, position)' },
  }),
  ...graphTables,
];

export type ItemRow = {
  id: string;
  case_id: string;
  type: string;
  number: string;
  title: string;
  stage: string;
  stage_title: string;
  permission: string;
  candidate: string;
  area: string | null;
  unit: string | null;
  lead_unit: string | null;
  initiator: string | null;
  person: string | null;
  claimed_by: string | null;
  claimed_at: string | null;
  holder: string | null;
  created_at: string;
  since: number;
  limit_amount: number | null;
  limit_unit: string | null;
  whole_amount: number | null;
  whole_unit: string | null;
  due_at: string | null;
  yellow_at: string | null;
  tell_at: string | null;
  paused: number;
  suspended: boolean;
  urged: number;
  urged_at: string | null;
  supervised: boolean;
  closed_at: string | null;
  closed_by: string | null;
  closed_action: string | null;
  took: number | null;
  late: boolean | null;
  item: string;
  manner: string | null;
};

export type EntryRow = {
  case_id: string;
  position: number;
  at: string;
  actor: string;
  actor_name: string;
  department: string | null;
  action: string;
  title: string;
  from_stage: string | null;
  to_stage: string | null;
  opinion: string | null;
  files: string[];
  took: number | null;
  late: boolean | null;
  unit: string | null;
  person: string | null;
  version: number;
  effect: Record<string, unknown>;
  request_key: string | null;
  tokens: unknown;
  item: string | null;
  signature: string | null;
  acting_for: string | null;
  acting_name: string | null;
};

export type RequestRow = {
  id: string;
  case_id: string;
  type: string;
  number: string;
  title: string;
  kind: 'dispute' | 'delay' | 'suspend';
  kind_title: string;
  permission: string;
  area: string | null;
  unit: string | null;
  lead_unit: string | null;
  initiator: string | null;
  asked_by: string;
  asked_name: string;
  asked_at: string;
  reason: string;
  files: string[];
  limit_amount: number | null;
  limit_unit: string | null;
  state: 'open' | 'granted' | 'refused' | 'void';
  decided_by: string | null;
  decided_name: string | null;
  decided_at: string | null;
  answer: string | null;
  item: string | null;
};

export type LinkRow = {
  case_id: string;
  other_id: string;
  type: string;
  kind: 'merged' | 'split' | 'called';
  number: string;
  other_number: string;
  follower: string | null;
  at: string;
  wait: string | null;
  from_type: string | null;
};

export type PhraseRow = { id: string; subject: string; text: string; position: number; created_at: string };

export type DraftRow = {
  id: string;
  type: string;
  xml: string;
  based_on: number | null;
  revision: number;
  checked: number | null;
  changed_by: string;
  changed_at: string;
};

/** A type alias, because Kysely's withTables wants an index signature that interfaces lack. */
export type FlowTables = GraphTables & {
  flow_work_item: ItemRow;
  flow_entry: EntryRow;
  flow_request: RequestRow;
  flow_definition: {
    type: string;
    version: number;
    definition: unknown;
    kept_at: string;
    xml: string | null;
    state: 'published' | 'retired';
    published_by: string | null;
    note: string;
    retired_by: string | null;
    retired_because: string | null;
  };
  flow_draft: DraftRow;
  flow_number: { prefix: string; day: string; last: number };
  flow_link: LinkRow;
  flow_phrase: PhraseRow;
};
