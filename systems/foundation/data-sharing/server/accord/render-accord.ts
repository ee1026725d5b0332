/** The text of a three-party agreement out of the terms of its contract and the template of the day. */
import { fillSlots } from '../../../../../kernel/fill-slots.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { sm3, toHex } from '../../../../../engines/trust/index.ts';
import { type Grade, grades } from '../../data/accord-words.ts';
import template from '../../data/accord-template.json' with { type: 'json' };
import type { agreement } from '../../registers/agreement.ts';
import { termsOf } from '../grants.ts';

type AgreementRow = Row<typeof agreement>;

export interface AccordText {
  readonly template: number;
  readonly title: string;
  readonly body: string;
  readonly digest: string;
}

export interface RenewedTerms {
  readonly until: string;
  readonly callsPerDay: number;
  readonly former: { readonly number: string; readonly digest: string } | undefined;
}

function rowsText(rows: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(rows).map(([field, values]) => `${field}为${values.join('、')}`);
  return parts.length === 0 ? '不限' : parts.join('，');
}

export function renderAccord(given: {
  readonly row: AgreementRow;
  readonly grade: Grade;
  readonly resource: string;
  /** Names of the three organs. */
  readonly names: Readonly<Record<'provider' | 'consumer' | 'platform', string>>;
  /** Of words that renew: the terms as they shall be, and the words that they take the place of, if there are any. */
  readonly renews?: RenewedTerms | undefined;
}): AccordText {
  const { row, grade, resource, names, renews } = given;
  const { fields, rows } = termsOf(row);
  const values = {
    resource,
    number: row.number,
    grade: grades[grade],
    fields:
      fields.map(({ title, masked }) => (masked ? `${title}（脱敏）` : title)).join('、') || '目录全部信息项',
    rows: rowsText(rows),
    purpose: row.purpose,
    basis: row.basis,
    callsPerDay: String(renews?.callsPerDay ?? row.callsPerDay),
    until: renews?.until ?? row.until,
    former: renews?.former?.number ?? '',
    formerDigest: renews?.former?.digest ?? '',
    formerUntil: row.until,
  };
  const said = renews?.former === undefined ? template.firstSealing : template.renewal;
  const note = renews === undefined ? [] : [fillSlots(said, values)];
  const heads = (['provider', 'consumer', 'platform'] as const).map(
    (role) => `${template.parties[role]}：${names[role]}`,
  );
  // The last clause names the digest of all that stands above it.
  const clauses = template.clauses.map((clause) => fillSlots(clause, values));
  const above = [...heads, ...note, ...clauses.slice(0, -1)].join('\n');
  const digest = toHex(sm3(new TextEncoder().encode(above)));
  const last = fillSlots(clauses.at(-1) ?? '', { digest });
  return { template: template.version, title: template.title, body: `${above}\n${last}`, digest };
}
