/** Every use of a licence: a row for the holder and the department, and a leaf in the log licence-use, so that nobody can take it back. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { sm3 } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import type { licence } from '../../registers/licence.ts';
import { licenceUse } from '../../registers/licence-use.ts';

/** Name of the log. */
export const useLog = 'licence-use';

export interface Used {
  readonly row: Row<typeof licence>;
  readonly user: string | null;
  readonly by: string | null;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly consent: string | null;
}

/** Ids and words of the purpose; no personal value. */
function statementOf(used: Used, at: Date): string {
  return JSON.stringify({
    at: at.toISOString(),
    licence: used.row.identifier,
    user: used.user,
    by: used.by,
    purpose: used.purpose,
    fields: used.fields,
    consent: used.consent,
  });
}

export async function recordUse(services: Services, work: Work, used: Used): Promise<string> {
  const statement = statementOf(used, work.now);
  const leaf = sm3(new TextEncoder().encode(statement));
  const { first } = await services.use(trust).logs.append(work, useLog, [leaf]);
  const row = await services
    .use(registers)
    .of(licenceUse)
    .trusted.insert(work, used.by ?? 'licence', {
      licence: used.row.id,
      holder: used.row.holder,
      user: used.user,
      by: used.by,
      purpose: used.purpose,
      fields: used.fields,
      at: work.now.toISOString(),
      consent: used.consent,
      statement,
      leaf: first,
    });
  return row.id;
}
