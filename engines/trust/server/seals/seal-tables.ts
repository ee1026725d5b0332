/** Tables of certificates and electronic seals; their private keys lie in the vault's boxes. */
import { defineTable, type Table } from '../../../store/index.ts';

export const sealTables: readonly Table[] = [
  defineTable({
    name: 'trust_certificate',
    columns: {
      id: 'uuid primary key',
      /** root, maker, holder. */
      kind: 'text not null',
      subject: 'text not null',
      der: 'bytea not null',
      /** Sealed by the vault; null where only the public part is known. */
      private_key: 'text',
      valid_from: 'timestamptz not null',
      valid_until: 'timestamptz not null',
      made_at: 'timestamptz not null',
    },
    indexes: {
      trust_certificate_root: "unique (kind) where kind in ('root', 'maker')",
    },
  }),
  defineTable({
    name: 'trust_seal',
    columns: {
      /** esID of GB/T 38540. */
      id: 'text primary key',
      name: 'text not null',
      organ: 'text not null',
      type: 'integer not null',
      certificate: 'uuid not null',
      /** SESeal in DER. */
      der: 'bytea not null',
      picture: 'text not null',
      state: 'text not null',
      reason: 'text',
      valid_from: 'timestamptz not null',
      valid_until: 'timestamptz not null',
      made_at: 'timestamptz not null',
      made_by: 'text not null',
      state_at: 'timestamptz not null',
    },
    indexes: { trust_seal_organ: "unique (organ, type) where state in ('active', 'suspended')" },
  }),
  defineTable({
    name: 'trust_seal_use',
    columns: {
      id: 'uuid primary key',
      seal: 'text not null',
      at: 'timestamptz not null',
      used_by: 'text not null',
      /** What was sealed, in the words of whoever asked: ids only. */
      document: 'text not null',
      /** SM3 over the signature description, hexadecimal. */
      digest: 'text not null',
    },
    indexes: { trust_seal_use_seal: '(seal, at desc)' },
    appendOnly: { mayDelete: 'false' },
  }),
];
