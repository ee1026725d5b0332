/** The code behind 制证申请: whose it is, what must hold before it is accepted, and the licence that approval issues. */
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { application } from '../../case/application.ts';
import { errors } from '../../errors.ts';
import { licence } from '../../registers/licence.ts';
import { checkLicence, checkNumber, getType } from './complete-licence.ts';
import { issueLicence, type LicenceRow } from './issue-licence.ts';

type Application = Row<typeof application>;

async function findFormer(services: Services, work: Work, row: Application): Promise<LicenceRow | undefined> {
  if (row.kind === 'new') return undefined;
  const filter = { field: 'identifier', is: 'equal', value: row.former ?? '' } as const;
  const [former] = await services.use(registers).of(licence).trusted.findMany(work.db, { filter, limit: 1 });
  const same = former?.type === row.type && former.holderCode === row.holderCode;
  if (former === undefined || !same) throw errors.noSuchLicence();
  return former;
}

async function holderOf(services: Services, account: string | null): Promise<string | null> {
  if (account === null || account === '') return null;
  const id = await services.use(access).admin.findSubjectId(account);
  if (id === undefined) throw errors.holderUnknown();
  return id;
}

function caseArea(services: Services, department: string): string {
  return services.use(access).findDepartment(department)?.area ?? '341200000000';
}

/** Wrong numbers and holders are refused at the window, not at the approval. */
function check(values: Application): void {
  checkLicence({ ...values, issuer: getType(values.type).issuer, validUntil: values.validUntil ?? null });
  if (values.licenceNumber) checkNumber(getType(values.type), values.licenceNumber);
}

export const applicationBinding = bindCase(application, {
  async assign({ row }) {
    return row.issuer === null ? undefined : { unit: row.issuer };
  },
  async before({ row, action, values, principal, services, work }) {
    // A step gives only what it changes; the rules hold over the whole.
    const whole = { ...row, ...values } as Application;
    if (action === 'open') {
      const { issuer, name } = getType(whole.type);
      if (!principal.departments.includes(issuer)) throw errors.notYourType({ type: name });
      const holder = await holderOf(services, whole.holderAccount ?? null);
      check(whole);
      await findFormer(services, work, whole);
      return { issuer, holder, acceptedBy: principal.id, caseArea: caseArea(services, issuer) };
    }
    if (action === 'pass') check(whole);
    if (action === 'grant' && principal.id === row?.acceptedBy) throw errors.ownRequest();
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action !== 'grant' || row.issuer === null) return;
    const former = await findFormer(services, work, row);
    await issueLicence(
      { services, work, by: principal.id },
      {
        type: row.type,
        number: row.licenceNumber,
        holderName: row.holderName,
        holderCodeType: row.holderCodeType,
        holderCode: row.holderCode,
        holder: row.holder ?? former?.holder ?? null,
        issuer: row.issuer,
        place: caseArea(services, row.issuer),
        validFrom: row.validFrom,
        validUntil: row.validUntil,
        surface: row.surface,
        fromCase: row.id,
        ...(former === undefined ? {} : { former }),
      },
    );
  },
  link: (id) => `/licence/applications/${id}`,
});
