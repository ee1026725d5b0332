/** 互认信任列表: the city's own root and those of other places, for verifiers on and off line; kept by hand, each with its grounds. */
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { type Certificate, readCertificate, sm3, toHex } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import { trustedRoot } from '../../registers/trusted-root.ts';
import type { checkRoutes } from '../../routes/check-routes.ts';
import type { keepRoutes } from '../../routes/keep-routes.ts';

const mostRoots = 500;

interface ListedRoot {
  readonly title: string;
  readonly name: string;
  /** DER in Base64. */
  readonly certificate: string;
  /** ISO moments. */
  readonly from: string;
  readonly until: string;
  readonly types: readonly string[];
}

export async function trustList(services: Services): Promise<readonly ListedRoot[]> {
  const own = await services.use(trust).seals.roots();
  const { db } = services.use(store);
  const filter = { field: 'status', is: 'equal', value: 'trusted' } as const;
  const others = await services
    .use(registers)
    .of(trustedRoot)
    .trusted.findEvery(db, { filter, most: mostRoots });
  return [
    ...own.map((root) => ({ ...root, title: '阜阳市', types: [] })),
    ...others.map((root) => ({
      title: root.title,
      name: root.name,
      certificate: root.certificate,
      from: new Date(`${root.validFrom}T00:00:00+08:00`).toISOString(),
      until: new Date(`${root.validUntil ?? '2099-12-31'}T23:59:59+08:00`).toISOString(),
      types: [...(root.types ?? [])],
    })),
  ];
}

export const showTrustList: Handler<typeof checkRoutes.trustList> = async (_input, context) => {
  const roots = await trustList(context);
  return roots.map((root) => ({ ...root, types: [...root.types] }));
};

function parseCertificate(text: string): { readonly bytes: Buffer; readonly certificate: Certificate } {
  const bytes = Buffer.from(text.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  try {
    return { bytes, certificate: readCertificate(bytes) };
  } catch (problem) {
    throw errors.certificateWrong({ reason: problem instanceof Error ? problem.message : '' });
  }
}

export const addRoot: Handler<typeof keepRoutes.addRoot> = async (input, context) => {
  const { bytes, certificate } = parseCertificate(input.certificate);
  if (!certificate.authority) throw errors.certificateWrong({ reason: '不是签发机构的证书' });
  const fingerprint = toHex(sm3(bytes));
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(trustedRoot);
    const filter = { field: 'fingerprint', is: 'equal', value: fingerprint } as const;
    const [there] = await trusted.findMany(work.db, { filter, limit: 1 });
    if (there !== undefined) throw errors.rootThere();
    const row = await trusted.insert(work, context.principal.id, {
      title: input.title,
      name: certificate.holder,
      certificate: bytes.toString('base64'),
      fingerprint,
      types: input.types,
      validFrom: input.validFrom,
      validUntil: input.validUntil ?? null,
      status: 'trusted',
      source: input.source,
    });
    note(context, work, row.id, 'create');
    return { id: row.id };
  });
};

function note(context: Context, work: Work, id: string, event: 'create' | 'update'): void {
  context.use(access).audit(work, context.principal, {
    module: 'licence',
    event,
    objectType: 'licence.trusted-root',
    objectId: id,
    result: 'success',
  });
}

export const withdrawRoot: Handler<typeof keepRoutes.withdrawRoot> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(trustedRoot);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw errors.noSuchLicence();
    await trusted.update(work, context.principal.id, row, { status: 'withdrawn' });
    note(context, work, id, 'update');
    return { done: true as const };
  });
