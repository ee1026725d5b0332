/** Keys of rows as a contract may know them: one whose field is masked leaves in a box or as a digest, never as it is. */
import type { TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { ShareGrant } from '../../types.ts';
import { type CoveredField, isWithheld } from '../covered-fields.ts';
import { mostRows } from './read-query.ts';

export interface KeyTokens {
  /** Where the next page begins. */
  write(key: string): string;
  /** Throws lake.badQuery for what is no such token. */
  read(token: string): string;
  /** Always the same for the same row of the same contract. */
  name(key: string): string;
}

interface Under {
  readonly contract: string;
  readonly grant: ShareGrant;
  readonly fields: readonly CoveredField[];
}

function hidesKey({ grant, fields }: Under): boolean {
  const masked = new Set(grant.fields.filter((field) => field.masked).map((field) => field.name));
  return fields.some((field) => field.key && (masked.has(field.name) || isWithheld(field)));
}

const plain: KeyTokens = { write: (key) => key, read: (token) => token, name: (key) => key };

export async function keyTokens(trust: TrustService, under: Under): Promise<KeyTokens> {
  if (!hidesKey(under)) return plain;
  const boxes = await trust.vault.boxes();
  const place = { table: 'lake_call', row: under.contract, field: 'next' };
  return {
    write: (key) => boxes.seal(key, place),
    read(token) {
      try {
        return boxes.open(token, place);
      } catch {
        // Somebody's own words, or a token of another contract: the answer is that of any other bad query.
        throw lakeErrors.badQuery({ most: mostRows });
      }
    },
    name: (key) => boxes.index(key, `lake.key ${under.contract}`),
  };
}
