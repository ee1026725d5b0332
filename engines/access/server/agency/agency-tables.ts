/** The tables of 代办: who acts for whom, in what, until when, by whose consent; and which enterprise whose representative is. */
import { defineTable, type Table } from '../../../store/index.ts';

export const agencyTables: readonly Table[] = [
  defineTable({
    name: 'access_agency',
    columns: {
      id: 'uuid primary key',
      kind: 'text not null',
      /** Whose rights are used: the family member, or the legal representative of the enterprise. */
      represented: 'uuid not null',
      agent: 'uuid not null',
      /** Of a family: as whose kin. */
      relation: 'text',
      /** Of an enterprise: its 统一社会信用代码. */
      enterprise: 'text',
      /** Permissions that are lent; never more. */
      actions: 'text[] not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz not null',
      state: 'text not null',
      asked_at: 'timestamptz not null',
      /** Who agreed: the represented himself, or the official at the window before whom he did. */
      consented_by: 'text',
      consented_at: 'timestamptz',
      ended_by: 'text',
      ended_at: 'timestamptz',
    },
    indexes: {
      access_agency_agent: '(agent)',
      access_agency_represented: '(represented)',
      access_agency_enterprise: '(enterprise) where enterprise is not null',
    },
  }),
  defineTable({
    name: 'access_enterprise',
    columns: {
      credit_code: 'text primary key',
      name: 'text not null',
      representative: 'uuid not null',
      verified_at: 'timestamptz not null',
      verified_by: 'text not null',
    },
    indexes: { access_enterprise_representative: '(representative)' },
  }),
];

export type AgencyTables = {
  access_agency: {
    id: string;
    kind: 'family' | 'enterprise';
    represented: string;
    agent: string;
    relation: string | null;
    enterprise: string | null;
    actions: string[];
    valid_from: string;
    valid_to: string;
    state: 'waiting' | 'active' | 'refused' | 'ended';
    asked_at: string;
    consented_by: string | null;
    consented_at: string | null;
    ended_by: string | null;
    ended_at: string | null;
  };
  access_enterprise: {
    credit_code: string;
    name: string;
    representative: string;
    verified_at: string;
    verified_by: string;
  };
};
