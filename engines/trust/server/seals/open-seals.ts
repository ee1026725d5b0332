/** Makes, keeps and applies electronic seals (GB/T 38540-2020); a seal that is suspended, revoked or out of its time seals nothing. */
import { Readable } from 'node:stream';
import { newId } from '../../../../kernel/ids.ts';
import { type Store, sql, type Work } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import { toHex } from '../../proof/bytes.ts';
import { packOfd, writeSheet } from '../../ofd/write-ofd.ts';
import { describeSignature, signaturePath, withSignature } from '../../ofd/write-signature.ts';
import { drawSeal, sealMillimetres } from '../../seal/draw-seal.ts';
import { sealInfo, sealToSign, wholeSeal, wholeSealSignature } from '../../seal/write-seal.ts';
import type {
  Seal,
  SealAct,
  SealedSheet,
  SealRequest,
  Seals,
  SealType,
  SealUse,
  Vault,
} from '../../service.ts';
import { sealTitles } from '../../service.ts';
import { sm3 } from '../digest.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';
import { type AuthorityNames, openCertificates, type StoredCertificate } from './certificate-store.ts';

const columns = sql`id, name, organ, type, picture, state, reason, valid_from as "validFrom", valid_until as "validUntil",
  made_at as "madeAt", state_at as "stateAt"`;

/** From which states an act leads where; a revoked seal never comes back. */
const acts: Readonly<
  Record<SealAct, { readonly from: readonly Seal['state'][]; readonly to: Seal['state'] }>
> = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  revoke: { from: ['active', 'suspended'], to: 'revoked' },
};

interface Ready {
  readonly der: Buffer;
  readonly holder: StoredCertificate;
}

/** How many seals' private boxes are remembered; a city has fewer. */
const mostRemembered = 500;
const demoYears = 5;
/** Bytes; a document of a thousand pages is smaller. */
const largestFile = 20_000_000;

export function openSeals(store: Store, vault: Vault, pool: Sm2Pool, names: AuthorityNames): Seals {
  const certificates = openCertificates(vault, pool, names);
  const ready = new Map<string, Ready>();

  async function readSeals(where: ReturnType<typeof sql>, work?: Work): Promise<readonly Seal[]> {
    const found =
      await sql<Seal>`select ${columns} from trust_seal where ${where} order by made_at desc limit 1000`.execute(
        work?.db ?? store.db,
      );
    return found.rows;
  }

  async function findHeld(organ: string, type: SealType, work?: Work): Promise<Seal | undefined> {
    const where = sql`organ = ${organ} and type = ${type} and state in ('active', 'suspended')`;
    const [seal] = await readSeals(where, work);
    return seal;
  }

  async function make(work: Work, by: string, wanted: SealRequest): Promise<Seal> {
    const { maker } = await certificates.authority(work);
    const held = await findHeld(wanted.organ, wanted.type, work);
    if (held !== undefined) throw trustErrors.sealThere({ name: held.name });
    // A seal bears the organ's own name, without the plates that it also hangs out (加挂牌子).
    const organName = wanted.organName.replace(/\s*[(（][^()（）]*[)）]$/, '');
    const holder = await certificates.issue(work, { organisation: organName, common: organName });
    const id = `ES${newId().replaceAll('-', '').toUpperCase()}`;
    const title = sealTitles[wanted.type];
    const name = `${organName}${title}`;
    // The city's own root is a test root: what it vouches for binds nobody, and says so.
    const picture = drawSeal(organName, `${title}（测试）`);
    const data = Buffer.from(picture, 'utf8');
    const info = sealInfo({
      id,
      type: wanted.type,
      name,
      users: [holder.der],
      made: work.now,
      from: new Date(work.now.getTime() - 3_600_000),
      until: wanted.until,
      picture: { type: 'SVG', data, width: sealMillimetres, height: sealMillimetres },
    });
    const der = Buffer.from(wholeSeal(info, maker.der, await certificates.sign(maker, info)));
    await sql`insert into trust_seal (id, name, organ, type, certificate, der, picture, state, valid_from, valid_until, made_at, made_by, state_at)
      values (${id}, ${name}, ${wanted.organ}, ${wanted.type}, ${holder.id}, ${der}, ${picture}, 'active', ${work.now},
        ${wanted.until}, ${work.now}, ${by}, ${work.now})`.execute(work.db);
    const [made] = await readSeals(sql`id = ${id}`, work);
    if (made === undefined) throw trustErrors.noSuchSeal();
    return made;
  }

  async function change(work: Work, id: string, act: SealAct, reason: string): Promise<Seal> {
    const rule = acts[act];
    const done =
      await sql`update trust_seal set state = ${rule.to}, reason = ${reason}, state_at = ${work.now}
      where id = ${id} and state = any(${[...rule.from]})`.execute(work.db);
    const [seal] = await readSeals(sql`id = ${id}`, work);
    if (seal === undefined) throw trustErrors.noSuchSeal();
    if (Number(done.numAffectedRows ?? 0) === 0) throw trustErrors.sealUnusable({ name: seal.name });
    return seal;
  }

  /** Locked for the time of the transaction, so that a revocation is either before or after this sealing. */
  async function usable(work: Work, id: string): Promise<Ready> {
    const found = await sql<
      Seal & { der: Buffer; certificate: string }
    >`select ${columns}, der, certificate from trust_seal
      where id = ${id} for share`.execute(work.db);
    const [seal] = found.rows;
    if (seal === undefined) throw trustErrors.noSuchSeal();
    const inForce = seal.state === 'active' && work.now < new Date(seal.validUntil);
    if (!inForce) throw trustErrors.sealUnusable({ name: seal.name });
    const known = ready.get(id);
    if (known !== undefined) return known;
    const holder = await certificates.find(work.db, seal.certificate);
    if (holder === undefined) throw trustErrors.noSuchSeal();
    if (ready.size >= mostRemembered) ready.clear();
    const made = { der: seal.der, holder };
    ready.set(id, made);
    return made;
  }

  async function sealSheet(
    work: Work,
    by: string,
    { seal, sheet, place, document }: SealedSheet,
  ): Promise<Uint8Array> {
    const { der, holder } = await usable(work, seal);
    const files = writeSheet(sheet);
    const description = describeSignature(files, sm3, { at: work.now, place });
    const digest = sm3(description);
    const toSign = sealToSign({ seal: der, at: work.now, digest, property: signaturePath });
    const value = wholeSealSignature(toSign, holder.der, await certificates.sign(holder, toSign));
    work.send(sql`insert into trust_seal_use (id, seal, at, used_by, document, digest)
      values (${newId()}, ${seal}, ${work.now}, ${by}, ${document}, ${toHex(digest)})`);
    return packOfd(withSignature(files, { description, value, seal: der }));
  }

  // After a change of keys the boxes are others.
  store.onAnnounce('trust.keys', () => ready.clear());

  return {
    make,
    async makeMissing(by, type, organs) {
      for (const { id: organ, name: organName } of organs)
        await store.transaction(async (work) => {
          if ((await findHeld(organ, type, work)) !== undefined) return;
          const until = new Date(work.now);
          until.setUTCFullYear(until.getUTCFullYear() + demoYears);
          await make(work, by, { organ, organName, type, until });
        });
    },
    change,
    find: async (id) => (await readSeals(sql`id = ${id}`))[0],
    findHeld,
    list: () => readSeals(sql`true`),
    async uses(id, limit) {
      const found = await sql<SealUse>`select id, at, used_by as "by", document, digest from trust_seal_use
        where seal = ${id} order by at desc limit ${limit}`.execute(store.db);
      return found.rows;
    },
    async roots() {
      const found = await certificates.roots(store.db);
      return found.map(({ subject, der, validFrom, validUntil }) => ({
        name: subject,
        certificate: der.toString('base64'),
        from: new Date(validFrom).toISOString(),
        until: new Date(validUntil).toISOString(),
      }));
    },
    check: (file, roots) => pool.run({ act: 'check-ofd', file, roots }),
    sealSheet,
    async sealFile(work, by, what) {
      const bytes = await sealSheet(work, by, what);
      const kept = await store.files.write({
        name: `${what.name}.ofd`,
        contentType: 'application/ofd',
        by,
        body: Readable.from([Buffer.from(bytes)]),
        limit: largestFile,
      });
      return { file: kept.id, digest: toHex(sm3(bytes)) };
    },
  };
}
