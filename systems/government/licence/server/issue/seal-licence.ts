/** Draws, seals and keeps the file of a licence; its digest stands on the row, so that a check on line needs no file. */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { sealTypes, trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import { licenceSheet, type SheetFacts, sealPlace } from '../render/licence-sheet.ts';
import { issuerNameOf } from './complete-licence.ts';

const checkDigits = 8;

/** Printed on the licence: who holds the paper may ask for its state, who guesses identifiers may not. */
export async function checkCodeOf(services: Services, identifier: string): Promise<string> {
  const tag = await services.use(trust).codes.tag('licence-check', new TextEncoder().encode(identifier));
  const number = Buffer.from(tag).readUIntBE(0, 6);
  return String(number % 10 ** checkDigits).padStart(checkDigits, '0');
}

export interface SealedFile {
  readonly file: string;
  readonly digest: string;
}

export async function sealLicence(
  services: Services,
  work: Work,
  by: string,
  row: SheetFacts['row'] & { readonly id: string; readonly issuer: string },
): Promise<SealedFile> {
  const { seals } = services.use(trust);
  const issuerName = issuerNameOf(row.issuer);
  const seal = await seals.findHeld(row.issuer, sealTypes.special, work);
  if (seal?.state !== 'active') throw errors.noSeal({ organ: issuerName });
  const identifier = row.identifier ?? '';
  const checkCode = await checkCodeOf(services, identifier);
  const sheet = licenceSheet({
    row,
    issuerName,
    checkCode,
    link: `/open/licence/verify?id=${identifier}&code=${checkCode}`,
    demo: services.use(access).demo,
    made: work.now,
  });
  return seals.sealFile(work, by, {
    seal: seal.id,
    sheet,
    place: sealPlace,
    document: `licence:${row.id}`,
    name: row.name ?? '电子证照',
  });
}
