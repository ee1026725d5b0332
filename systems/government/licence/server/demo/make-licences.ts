/** Demo people, seals and licences (演示数据), issued by the real code; numbers of persons are synthetic. */
import { completeIdCard } from '../../../../../kernel/check-characters.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { findDepartment } from '../../../../../city/departments.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sealTypes, trust } from '../../../../../engines/trust/service.ts';
import { getType } from '../issue/complete-licence.ts';
import { issueLicence, type LicenceRow } from '../issue/issue-licence.ts';
import demo from './demo-licences.json' with { type: 'json' };

export interface DemoLicences {
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
  readonly licences: readonly LicenceRow[];
}

const city = '341200000000';

/** Valid by GB 11643 and nobody's: the serial begins with 99. */
export function demoIdCard(index: number): string {
  return completeIdCard(`341202195501${String(10 + index).padStart(2, '0')}99${index % 10}`);
}

async function makePeople(services: Services): Promise<ReadonlyMap<string, string>> {
  const officials = demo.people.map(({ account, name, role, department }) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [{ role: `licence:${role}`, department, area: city }],
  }));
  const citizens = demo.citizens.map((account, at) => ({
    account,
    name: ['程望', '姚远', '秦安'][at] ?? '程望',
    kind: 'citizen' as const,
  }));
  return services.use(access).admin.createDemoPeople([...officials, ...citizens]);
}

export async function makeSeals(services: Services, organs: readonly string[] = demo.seals): Promise<void> {
  const named = organs.map((id) => ({ id, name: findDepartment(id)?.name ?? id }));
  await services.use(trust).seals.makeMissing('licence', sealTypes.special, named);
}

export async function makeLicences(services: Services): Promise<DemoLicences> {
  const people = await makePeople(services);
  await makeSeals(services);
  const ids = demo.citizens.map((account) => people.get(account) ?? '');
  const names = await services.use(access).namesOf(ids);
  const licences: LicenceRow[] = [];
  for (const one of demo.licences) {
    const holder = ids[one.citizen] ?? '';
    const { issuer } = getType(one.type);
    const made = await services.use(store).transaction((work) =>
      issueLicence(
        { services, work, by: 'licence' },
        {
          type: one.type,
          number: 'number' in one ? (one.number ?? null) : null,
          holderName: one.organisation?.name ?? names.get(holder) ?? '演示市民',
          holderCodeType: one.organisation === undefined ? 'id-card' : 'credit-code',
          holderCode: one.organisation?.code ?? demoIdCard(one.citizen),
          holder,
          issuer,
          place: city,
          validFrom: shanghaiDate(work.now),
          validUntil: null,
          surface: one.surface,
          fromCase: null,
        },
      ),
    );
    licences.push(made);
  }
  return { people, licences };
}
