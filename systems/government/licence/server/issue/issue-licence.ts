/** Issues a licence, or a new edition of one, in the transaction of whatever led to it: number, identifier, sealed file, row, step, notice. */
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { documentNumbers } from '../../../../../engines/documents/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { type LicenceType, numberOf, roomOf, stateName } from '../../data/licence-types.ts';
import { replaced, suspended, valid } from '../../data/states.ts';
import { errors } from '../../errors.ts';
import { writeIdentifier } from '../../identifier/licence-identifier.ts';
import { licence, licenceStep } from '../../registers/licence.ts';
import { checkLicence, checkNumber, issuerCodeOf, lastDay, numberHeld } from './complete-licence.ts';
import { sealLicence } from './seal-licence.ts';

export type LicenceRow = Row<typeof licence>;

/** Where the engine of numbers wants a year. */
const allYears = 2000;

export interface Issuing {
  readonly services: Services;
  readonly work: Work;
  /** Subject id of whoever decides. */
  readonly by: string;
}

export interface WantedLicence {
  readonly type: string;
  readonly number: string | null;
  readonly holderName: string;
  readonly holderCodeType: string;
  readonly holderCode: string;
  readonly holder: string | null;
  readonly issuer: string;
  readonly place: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly surface: string | null;
  readonly fromCase: string | null;
  /** The edition that this one takes the place of. */
  readonly former?: LicenceRow;
}

/** Given, or of the former edition, or the next of the type's series. */
async function chooseNumber(
  at: Issuing,
  wanted: WantedLicence,
  type: LicenceType,
  id: string,
): Promise<string> {
  const given = wanted.number ?? wanted.former?.number ?? '';
  if (given !== '') return given;
  if (type.template === '') throw errors.numberNeeded({ type: type.name });
  const numbers = at.services.use(documentNumbers);
  // Numbers of licences never begin anew, so that none is given twice: one series for all years.
  const { serial } = await numbers.reserve(
    at.work,
    at.by,
    { organ: wanted.issuer, code: type.series, year: allYears },
    `licence:${id}`,
  );
  await numbers.use(at.work, at.by, `licence:${id}`);
  if (serial > roomOf(type)) throw errors.seriesFull({ type: type.name });
  return numberOf(type, serial);
}

async function refuseTaken(
  at: Issuing,
  type: LicenceType,
  number: string,
  former?: LicenceRow,
): Promise<void> {
  const held = numberHeld(type.key, number);
  const filter = { field: 'holdsNumber', is: 'equal', value: held } as const;
  const [taken] = await at.services
    .use(registers)
    .of(licence)
    .trusted.findMany(at.work.db, { filter, limit: 1 });
  if (taken !== undefined && taken.id !== former?.id) throw errors.alreadyValid({ number, type: type.name });
}

export async function noteStep(
  at: Issuing,
  row: Pick<LicenceRow, 'id' | 'issuer'>,
  step: {
    readonly act: string;
    readonly from: string | null;
    readonly to: string;
    readonly reason: string | null;
  },
): Promise<void> {
  await at.services
    .use(registers)
    .of(licenceStep)
    .trusted.insert(at.work, at.by, {
      licence: row.id,
      ...step,
      at: at.work.now.toISOString(),
      by: at.by,
      issuer: row.issuer,
    });
}

/** The former edition gives up its number before the new one takes it. */
async function replaceFormer(at: Issuing, former: LicenceRow): Promise<void> {
  const { trusted } = at.services.use(registers).of(licence);
  const locked = await trusted.lock(at.work, former.id);
  const inForce = locked !== undefined && (locked.status === valid || locked.status === suspended);
  if (!inForce) throw errors.notInForce({ state: stateName(locked?.status ?? ''), act: '变更' });
  await trusted.update(at.work, at.by, locked, {
    holdsNumber: null,
    status: replaced,
    statusReason: '换发新版本',
  });
  await noteStep(at, former, { act: 'change', from: locked.status, to: replaced, reason: '换发新版本' });
}

function valuesOf(at: Issuing, wanted: WantedLicence, type: LicenceType, number: string) {
  const issuerCode = issuerCodeOf(wanted.issuer);
  const edition = (wanted.former?.edition ?? 0) + 1;
  const serial = number.replace(/[^0-9A-Z]/g, '');
  return {
    name: type.name,
    type: type.key,
    number,
    identifier: writeIdentifier({ type: type.code, issuer: issuerCode, serial, version: edition }),
    edition,
    status: valid,
    holderName: wanted.holderName,
    holderCodeType: wanted.holderCodeType,
    holderCode: wanted.holderCode,
    holder: wanted.holder,
    issuer: wanted.issuer,
    issuerCode,
    place: wanted.place,
    issuedOn: shanghaiDate(at.work.now),
    validFrom: wanted.validFrom,
    validUntil: wanted.validUntil ?? lastDay(type, wanted.validFrom),
    surface: wanted.surface,
    formerIdentifier: wanted.former?.identifier ?? null,
    source: 'issued',
    fromCase: wanted.fromCase,
    holdsNumber: numberHeld(type.key, number),
  };
}

export async function tellHolder(
  at: Issuing,
  row: Pick<LicenceRow, 'id' | 'holder' | 'name'>,
  title: string,
  body: string,
): Promise<void> {
  if (row.holder === null) return;
  const link = `/licence/mine/${row.id}`;
  await at.services
    .use(messages)
    .send(at.work, { to: [row.holder], kind: 'result', title, body: `${row.name ?? '证照'}：${body}`, link });
}

export async function issueLicence(at: Issuing, wanted: WantedLicence): Promise<LicenceRow> {
  const type = checkLicence(wanted);
  const id = newId();
  const number = await chooseNumber(at, wanted, type, id);
  checkNumber(type, number);
  const { former } = wanted;
  await refuseTaken(at, type, number, former);
  if (former !== undefined) await replaceFormer(at, former);
  const values = valuesOf(at, wanted, type, number);
  const { file, digest } = await sealLicence(at.services, at.work, at.by, { ...values, id });
  const sealedAt = at.work.now.toISOString();
  const row = await at.services
    .use(registers)
    .of(licence)
    .trusted.insert(at.work, at.by, { ...values, id, file: [file], digest, sealedAt });
  await noteStep(at, row, {
    act: former === undefined ? 'issue' : 'change',
    from: null,
    to: valid,
    reason: null,
  });
  at.work.emit('licence.issued', at.by, { id: row.id, type: row.type, edition: row.edition });
  await tellHolder(at, row, '证照已签发', '已签发，可在“我的证照”中查看和出示');
  return row;
}
