/** Demo data (演示数据): people who ask, give and decide, and two applications. Contracts come of themselves when they are used. */
import { findDepartment } from '../../../city/departments.ts';
import { childDivisions, cityCode } from '../../../city/divisions.ts';
import type { Services } from '../../../kernel/system.ts';
import { newId } from '../../../kernel/ids.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { seedCalls } from './server/seed-calls.ts';
import demo from './server/demo-sharing.json' with { type: 'json' };
import { links } from '../../../engines/lake/service.ts';
import { sealTypes, trust } from '../../../engines/trust/service.ts';
import { resource } from '../data-catalogue/contract.ts';
import { application } from './registers/application.ts';
import { link } from './registers/link.ts';

/** All of the catalogue: every system's registers enter it by themselves. */
const mostEntries = 20_000;
const by = 'data-sharing:demo';
const keeper = 'city-data-resources';

/** Of nobody: the links of the demonstration stand, and nothing is at their other end. */
const nobodysKey = `04${'0'.repeat(128)}`;

/** 演示链路: one to the province and one to each county, suspended and never connected, as their names say. */
async function seedLinks(services: Services): Promise<void> {
  const counties = childDivisions(cityCode).filter(({ code }) => demo.counties.includes(code));
  const peers = [
    { code: '340000000000', name: '安徽省', direction: 'up' as const },
    ...counties.map(({ code, name }) => ({ code, name, direction: 'down' as const })),
  ];
  const creditCode = findDepartment(keeper)?.creditCode ?? '';
  await services.use(store).transaction(async (work) => {
    for (const { code, name, direction } of peers) {
      const id = newId();
      const address = `https://${code}.invalid/`;
      const peer = {
        code,
        name: `${name}（演示，未接通）`,
        creditCode,
        direction,
        address,
        publicKey: nobodysKey,
      };
      await services.use(links).configure(work, id, peer);
      await services.use(links).setStatus(work, id, 'suspended');
      await services
        .use(registers)
        .of(link)
        .trusted.insert(work, by, { ...peer, id, status: 'suspended', keeper });
    }
  });
}

export async function seedSharing(services: Services): Promise<void> {
  await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, roles, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: roles.map((role) => ({ role, department, area: cityCode })),
    })),
  );
  await services.use(store).transaction(async (work) => {
    for (const app of demo.applications)
      await services
        .use(registers)
        .of(application)
        .trusted.insert(work, by, { id: newId(), ...app });
  });
  await services.use(trust).seals.makeMissing(
    by,
    sealTypes.organ,
    [...new Set(demo.people.map(({ department }) => department))].map((id) => ({
      id,
      name: findDepartment(id)?.name ?? id,
    })),
  );
  await seedCalls(
    services,
    await services
      .use(registers)
      .of(resource)
      .trusted.findEvery(services.use(store).db, { most: mostEntries }),
  );
  await seedLinks(services);
}
