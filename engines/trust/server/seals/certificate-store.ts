/** The city's own test authority: a root, the maker's certificate under it, and certificates of those who seal. Each private key in a box of the vault. */
import { randomBytes } from 'node:crypto';
import { newId } from '../../../../kernel/ids.ts';
import { type Database, sql, type Work } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import { fromHex, toHex } from '../../proof/bytes.ts';
import { type CertificateName, certificateBody, wholeCertificate } from '../../seal/write-certificate.ts';
import type { Vault } from '../../service.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';

export type CertificateKind = 'root' | 'maker' | 'holder';

export interface StoredCertificate {
  readonly id: string;
  readonly kind: CertificateKind;
  readonly subject: string;
  readonly der: Buffer;
  readonly privateKey: string | null;
  readonly validFrom: string;
  readonly validUntil: string;
}

/** Who stands in a certificate, and for how long; named by the city, marked as a test authority until a licensed one takes its place. */
export interface AuthorityNames {
  readonly organisation: string;
  readonly root: string;
  readonly maker: string;
}

const column = { table: 'trust_certificate', row: 'id', column: 'private_key' } as const;
const year = 365 * 86_400_000;
const years: Readonly<Record<CertificateKind, number>> = { root: 20, maker: 10, holder: 5 };

export interface CertificateStore {
  /** Made with the first seal of the city. */
  authority(work: Work): Promise<{ readonly root: StoredCertificate; readonly maker: StoredCertificate }>;
  issue(work: Work, name: CertificateName): Promise<StoredCertificate>;
  find(db: Database, id: string): Promise<StoredCertificate | undefined>;
  roots(db: Database): Promise<readonly StoredCertificate[]>;
  /** r ‖ s by the certificate's private key, in a thread. */
  sign(certificate: StoredCertificate, content: Uint8Array): Promise<Uint8Array>;
}

async function read(db: Database, where: ReturnType<typeof sql>): Promise<readonly StoredCertificate[]> {
  const found = await sql<StoredCertificate>`select id, kind, subject, der, private_key as "privateKey",
    valid_from as "validFrom", valid_until as "validUntil" from trust_certificate where ${where} order by made_at`.execute(
    db,
  );
  return found.rows;
}

export function openCertificates(vault: Vault, pool: Sm2Pool, names: AuthorityNames): CertificateStore {
  vault.keep(column);

  async function sign(certificate: StoredCertificate, content: Uint8Array): Promise<Uint8Array> {
    if (certificate.privateKey === null) throw trustErrors.keyLost({ key: certificate.subject });
    const place = { table: column.table, row: certificate.id, field: column.column };
    const privateKey = fromHex(await vault.open(certificate.privateKey, place));
    return pool.run({ act: 'sign', privateKey, content });
  }

  async function add(
    work: Work,
    kind: CertificateKind,
    subject: CertificateName,
    issuer: StoredCertificate | undefined,
  ): Promise<StoredCertificate> {
    const { privateKey, publicKey } = await pool.run({ act: 'make' });
    const id = newId();
    const until = new Date(work.now.getTime() + years[kind] * year);
    // An hour back, so that a verifier whose clock is a little late finds it in force.
    const from = new Date(work.now.getTime() - 3_600_000);
    const body = certificateBody({
      serial: randomBytes(16),
      issuer: { organisation: names.organisation, common: issuer?.subject ?? subject.common },
      subject,
      from,
      until,
      publicKey,
      authority: kind === 'root',
    });
    const signature =
      issuer === undefined
        ? await pool.run({ act: 'sign', privateKey, content: body })
        : await sign(issuer, body);
    const der = Buffer.from(wholeCertificate(body, signature));
    const place = { table: column.table, row: id, field: column.column };
    const sealed = await vault.seal(toHex(privateKey), place);
    await sql`insert into trust_certificate (id, kind, subject, der, private_key, valid_from, valid_until, made_at)
      values (${id}, ${kind}, ${subject.common}, ${der}, ${sealed}, ${from}, ${until}, ${work.now})`.execute(
      work.db,
    );
    const [validFrom, validUntil] = [from.toISOString(), until.toISOString()];
    return { id, kind, subject: subject.common, der, privateKey: sealed, validFrom, validUntil };
  }

  async function authority(work: Work) {
    await work.inTurn('city.trust.authority');
    const [known] = await read(work.db, sql`kind = 'root'`);
    const { organisation } = names;
    const root = known ?? (await add(work, 'root', { organisation, common: names.root }, undefined));
    const [mine] = await read(work.db, sql`kind = 'maker'`);
    const maker = mine ?? (await add(work, 'maker', { organisation, common: names.maker }, root));
    return { root, maker };
  }

  return {
    authority,
    sign,
    issue: async (work, name) => add(work, 'holder', name, (await authority(work)).root),
    find: async (db, id) => (await read(db, sql`id = ${id}`))[0],
    roots: (db) => read(db, sql`kind = 'root'`),
  };
}
