/** 核验 on line: by identifier and the code printed on it, by a presented code, or by the file itself; anybody may ask, little is told. */
import type { Handler, Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { maskIdCard, maskName } from '../../../../../kernel/mask.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sm3, toHex } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { stateName } from '../../data/licence-types.ts';
import { expired, valid } from '../../data/states.ts';
import { errors } from '../../errors.ts';
import { readIdentifier } from '../../identifier/licence-identifier.ts';
import { readPresented, timeProblem } from '../../present/presented.ts';
import { licence } from '../../registers/licence.ts';
import type { checkRoutes } from '../../routes/check-routes.ts';
import { issuerNameOf } from '../issue/complete-licence.ts';
import { checkCodeOf } from '../issue/seal-licence.ts';
import { trustList } from './trust-list.ts';

type LicenceRow = Row<typeof licence>;

async function findBy(services: Services, field: 'identifier' | 'digest', value: string) {
  const filter = { field, is: 'equal', value } as const;
  const { db } = services.use(store);
  const [row] = await services.use(registers).of(licence).trusted.findMany(db, { filter, limit: 1 });
  return row;
}

/** A person's name is masked; an organisation's is public. */
export function shownHolder(row: Pick<LicenceRow, 'holderName' | 'holderCodeType'>): string {
  return row.holderCodeType === 'id-card' ? maskName(row.holderName) : row.holderName;
}

/** Between midnight and the nightly job a licence is over all the same. */
export function statusOn(row: Pick<LicenceRow, 'status' | 'validUntil'>, now: Date): string {
  const over = row.validUntil !== null && row.validUntil < shanghaiDate(now);
  return row.status === valid && over ? expired : (row.status ?? '');
}

export function showStanding(row: LicenceRow, now: Date) {
  const status = statusOn(row, now);
  return {
    identifier: row.identifier ?? '',
    name: row.name ?? '',
    number: row.holderCodeType === 'id-card' ? maskIdCard(row.number) : row.number,
    issuerName: issuerNameOf(row.issuer),
    holder: shownHolder(row),
    status,
    statusName: stateName(status),
    inForce: status === valid,
    reason: status === valid ? null : row.statusReason,
    validUntil: row.validUntil,
  };
}

export const check: Handler<typeof checkRoutes.check> = async ({ identifier, code }, context) => {
  const read = readIdentifier(identifier);
  if ('problem' in read) throw errors.numberWrong({ problem: read.problem });
  // The same answer for a wrong code and an identifier that is not there: nobody learns which exist.
  if ((await checkCodeOf(context, identifier)) !== code) throw errors.codeWrong();
  const row = await findBy(context, 'identifier', identifier);
  if (row === undefined) throw errors.codeWrong();
  return showStanding(row, context.now);
};

/** Whoever has the file has its digest; nobody guesses one. */
export const checkDigest: Handler<typeof checkRoutes.checkDigest> = async ({ digest }, context) => {
  const row = await findBy(context, 'digest', digest);
  return { found: row === undefined ? null : showStanding(row, context.now) };
};

export const checkPresented: Handler<typeof checkRoutes.checkPresented> = async ({ code }, context) => {
  const read = readPresented(code);
  if (read === undefined) return { outcome: 'refused' as const, why: '不是亮证码，或不完整', found: null };
  const { presented, statement, key, signature } = read;
  const signed = await context
    .use(trust)
    .codes.verify(key, statement, signature)
    .catch(() => false);
  if (!signed) return { outcome: 'refused' as const, why: '亮证码的签名无效，是伪造或改动过的', found: null };
  // On line both clocks are the city's own: no grace.
  const seconds = context.now.getTime() / 1000;
  const late =
    seconds > presented.until
      ? '亮证码已过期，可能是截图，请持证人重新出示'
      : timeProblem(presented, context.now);
  if (late !== undefined) return { outcome: 'refused' as const, why: late, found: null };
  const row = await findBy(context, 'identifier', presented.identifier);
  if (row === undefined) return { outcome: 'refused' as const, why: '没有这张证照', found: null };
  const found = showStanding(row, context.now);
  return found.inForce
    ? { outcome: 'accepted' as const, why: null, found }
    : { outcome: 'refused' as const, why: `证照当前为“${found.statusName}”`, found };
};

const largestBase64 = 940_000;

/** For programs; people check in their own browser, where the file stays. SM2 runs in a thread. */
export const checkFile: Handler<typeof checkRoutes.checkFile> = async ({ file }, context) => {
  if (file.length > largestBase64) throw errors.fileTooLarge();
  const bytes = Buffer.from(file, 'base64');
  const roots = await trustList(context);
  const report = await context.use(trust).seals.check(
    bytes,
    roots.map(({ title, certificate, from, until }) => ({ title, certificate, from, until })),
  );
  const row = await findBy(context, 'digest', toHex(sm3(bytes)));
  return {
    state: report.state,
    trusted: report.seals.length > 0 && report.seals.every(({ trusted }) => trusted),
    steps: report.steps.map(({ title, holds, note }) => ({ title, holds: holds ?? null, note })),
    found: row === undefined ? null : showStanding(row, context.now),
  };
};
