/** What the door asks of each call — versions on offer, applications, grants — in memory, read anew when something is changed and every few seconds. */
import { keepReading } from '../../../../kernel/kept-reading.ts';
import type { FieldClass } from '../../../../kernel/access.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { application } from '../registers/application.ts';
import { grant } from '../registers/grant.ts';
import { type InterfaceStatus, interfaceVersion } from '../registers/interface.ts';
import { compareVersions, majorOf } from './compare-schemas.ts';
import { mostVersions } from './declared.ts';

export interface OfferedVersion {
  readonly code: string;
  readonly version: string;
  readonly status: InterfaceStatus;
  readonly system: string;
  readonly route: string;
  readonly clearance: FieldClass;
  readonly answer: unknown;
  readonly deprecatedAt: string | null;
  readonly sunsetOn: string | null;
  /** The newest version on offer after this one. */
  readonly successor: string | undefined;
}

export interface KnownApplication {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly active: boolean;
}

export interface HeldGrant {
  readonly id: string;
  readonly perMinute: number;
  readonly perDay: number;
  readonly area: string | null;
  /** Last day in Shanghai. */
  readonly until: string;
}

interface Terms {
  readonly versions: ReadonlyMap<string, OfferedVersion>;
  readonly applications: ReadonlyMap<string, KnownApplication>;
  readonly grants: ReadonlyMap<string, HeldGrant>;
  readonly freshUntil: number;
}

const keptMilliseconds = 5000;
const changed = 'business-platform.terms';
const mostRows = 100_000;
const active = { field: 'status', is: 'equal', value: 'active' } as const;

function grantKey(app: string, code: string, major: number): string {
  return `${app} ${code} ${major}`;
}

async function read(services: Services): Promise<Terms> {
  const { db } = services.use(store);
  const rows = services.use(registers);
  const freshUntil = Date.now() + keptMilliseconds;
  const [versions, applications, grants] = await Promise.all([
    rows.of(interfaceVersion).trusted.findEvery(db, { most: mostVersions }),
    rows.of(application).trusted.findEvery(db, { most: mostRows }),
    rows.of(grant).trusted.findEvery(db, { filter: active, most: mostRows }),
  ]);
  const published = versions.filter((row) => row.status === 'published');
  const clients = await services.use(access).clients.all();
  const apps = applications.map((row): KnownApplication => {
    // Whoever stops its sign-on stops its calls: it is one application.
    const client = row.client === null ? undefined : clients.get(row.client);
    return {
      id: row.id,
      name: row.name,
      department: row.department,
      active: row.state === 'active' && row.status !== 'suspended' && client?.state !== 'suspended',
    };
  });
  return {
    versions: new Map(
      versions.map((row): [string, OfferedVersion] => [
        row.key,
        {
          code: row.code,
          version: row.release,
          status: row.status as InterfaceStatus,
          system: row.system,
          route: row.route,
          clearance: row.clearance as FieldClass,
          answer: row.answer,
          deprecatedAt: row.deprecatedAt,
          sunsetOn: row.sunsetOn,
          successor: published
            .filter((other) => other.code === row.code && compareVersions(other.release, row.release) > 0)
            .map(({ release }) => release)
            .toSorted(compareVersions)
            .at(-1),
        },
      ]),
    ),
    applications: new Map(apps.map((app) => [app.id, app])),
    grants: new Map(
      grants
        .filter((row) => row.state === 'active')
        .map((row) => [grantKey(row.application, row.code, row.major), row]),
    ),
    freshUntil,
  };
}

const empty: Terms = { versions: new Map(), applications: new Map(), grants: new Map(), freshUntil: 0 };

/** One memory for each city: tests run several in one process. */
const memories = new WeakMap<object, ReturnType<typeof keepReading<Terms>>>();

function memoryOf(services: Services) {
  const basin = services.use(store);
  const known = memories.get(basin);
  if (known !== undefined) return known;
  const made = keepReading(empty, () => read(services));
  // A reading that fails leaves the former one, which is too old within seconds.
  basin.onAnnounce(changed, () => void made.refresh().catch(() => undefined));
  memories.set(basin, made);
  return made;
}

async function current(services: Services): Promise<Terms> {
  const memory = memoryOf(services);
  if (memory.current().freshUntil < Date.now()) await memory.refresh();
  return memory.current();
}

/** After a change: this process knows it when the promise resolves, the others when they hear. */
export async function refreshTerms(services: Services): Promise<void> {
  await memoryOf(services).refresh();
  await services.use(store).announce(changed, '');
}

export async function findVersion(services: Services, key: string): Promise<OfferedVersion | undefined> {
  return (await current(services)).versions.get(key);
}

export async function findApplication(
  services: Services,
  app: string,
): Promise<KnownApplication | undefined> {
  return (await current(services)).applications.get(app);
}

export async function findGrant(
  services: Services,
  app: string,
  { code, version }: Pick<OfferedVersion, 'code' | 'version'>,
): Promise<HeldGrant | undefined> {
  return (await current(services)).grants.get(grantKey(app, code, majorOf(version)));
}
