/** Existing licences of departments come in by the ordinary import: the same checks of type, number and holder as an issue, identifier made, number held once. */
import type { Services } from '../../../../../kernel/system.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers, type RowSink } from '../../../../../engines/registers/service.ts';
import { expired, valid } from '../../data/states.ts';
import { writeIdentifier } from '../../identifier/licence-identifier.ts';
import { licence } from '../../registers/licence.ts';
import { checkLicence, checkNumber, issuerCodeOf, lastDay, numberHeld } from '../issue/complete-licence.ts';
import { noteStep } from '../issue/issue-licence.ts';

type Given = Parameters<RowSink>[0];
type Values = Row<typeof licence>;

function completed(values: Values, today: string) {
  const type = checkLicence({ ...values, validUntil: values.validUntil ?? null });
  checkNumber(type, values.number);
  const issuerCode = issuerCodeOf(values.issuer);
  const validUntil = values.validUntil ?? lastDay(type, values.validFrom);
  const over = validUntil !== null && validUntil < today;
  const serial = values.number.replace(/[^0-9A-Z]/g, '');
  return {
    ...values,
    name: type.name,
    identifier: writeIdentifier({ type: type.code, issuer: issuerCode, serial, version: 1 }),
    edition: 1,
    status: over ? expired : valid,
    issuerCode,
    validUntil,
    source: 'imported',
    holdsNumber: over ? null : numberHeld(type.key, values.number),
  };
}

/** Everything or nothing; the first wrong line is named. */
export async function importLicences(services: Services, { work, principal, rows }: Given): Promise<void> {
  const service = services.use(registers);
  const { trusted } = service.of(licence);
  const decision = service.decide(principal, 'licence.licence', 'import');
  const today = shanghaiDate(work.now);
  for (const { line, id, values } of rows) {
    // The sheet was checked against the declaration before it came here.
    const given = values as unknown as Values;
    if (!decisionMatches(decision, { area: given.place, departments: [given.issuer] }))
      throw commonErrors.forbidden();
    try {
      const row = await trusted.insert(work, principal.id, { ...completed(given, today), id });
      await noteStep({ services, work, by: principal.id }, row, {
        act: 'import',
        from: null,
        to: row.status ?? valid,
        reason: null,
      });
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      throw new CityError(problem.code, problem.kind, `第 ${line} 行：${problem.message}`, problem.problems);
    }
  }
}
