/** A report of somebody who scanned a signboard: no name is asked, no address kept; so many a board a day, and near its reach. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { problem } from '../../problem/problem.ts';
import { reach } from '../../registers/river.ts';
import type { PublicReportInput, signboardRoutes } from '../../routes/signboard-routes.ts';
import { setting } from '../setting.ts';
import { getByBoard } from './show-board.ts';

/** Bound to the report, so that equal codes of two reports do not look alike. */
export function slipOf(id: string, code: string): string {
  return createHash('sha256').update(`${id} ${code}`).digest('hex');
}

const kinds: readonly (readonly [type: string, magic: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
];

async function keepPhoto(services: Services, photo: string): Promise<string> {
  const body = Buffer.from(photo, 'base64');
  const kind = kinds.find(([, magic]) => magic.every((byte, index) => body[index] === byte));
  if (kind === undefined) throw errors.pictureWrong({}, [{ path: 'photos', message: '不是 JPEG 或 PNG' }]);
  const file = await services.use(store).files.write({
    name: `公众上报.${kind[0].slice('image/'.length)}`,
    contentType: kind[0],
    by: systemPrincipal.id,
    body: Readable.from([body]),
    limit: body.length,
  });
  return file.id;
}

async function checkDay(services: Services, db: Database, now: Date, reach: string): Promise<void> {
  const most = setting(services, 'board-reports-per-day');
  const today = await services
    .use(registers)
    .of(problem)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'source', is: 'equal', value: 'public' },
          { field: 'reach', is: 'equal', value: reach },
          { field: 'openedAt', is: 'at-least', value: shanghaiInstant(shanghaiDate(now)).toISOString() },
        ],
      },
      limit: most,
    });
  if (today.length >= most) throw errors.boardFull();
}

type Input = z.output<typeof PublicReportInput>;

/** The number of the report when it is there already; its slip must fit. */
async function findSent(services: Services, db: Database, input: Input): Promise<string | undefined> {
  const known = await services.use(registers).of(problem).trusted.find(db, input.id);
  if (known === undefined) return undefined;
  if (known.slip !== slipOf(input.id, input.code)) throw errors.slipWrong();
  return known.number;
}

async function keep(
  services: Services,
  work: Work,
  input: Input,
  photos: readonly string[],
): Promise<string> {
  const board = await getByBoard(services, work.db, input.board);
  // Locked, so that reports that come together are counted one after another.
  const own = await services.use(registers).of(reach).trusted.lock(work, board.id);
  if (own === undefined) throw errors.reachMissing();
  const sent = await findSent(services, work.db, input);
  if (sent !== undefined) return sent;
  await checkDay(services, work.db, work.now, own.id);
  const row = await services.use(flow).open(
    systemPrincipal,
    problem,
    {
      id: input.id,
      values: {
        source: 'public',
        kind: input.kind,
        reach: own.id,
        description: input.description,
        position: input.position,
        photosBefore: [...photos],
        ...(input.phone === undefined ? {} : { reporterPhone: input.phone }),
      },
    },
    work,
  );
  const { trusted } = services.use(registers).of(problem);
  await trusted.update(work, systemPrincipal.id, row, { slip: slipOf(input.id, input.code) });
  return row.number;
}

/** Photos are written before the transaction, which must not wait for a disk; and only for a report that would be taken. */
export const reportFromBoard: Handler<typeof signboardRoutes.publicReport> = async (input, context) => {
  const data = context.use(store);
  const board = await getByBoard(context, data.db, input.board);
  const sent = await findSent(context, data.db, input);
  if (sent !== undefined) return { number: sent };
  await checkDay(context, data.db, context.now, board.id);
  const photos: string[] = [];
  for (const photo of input.photos) photos.push(await keepPhoto(context, photo));
  return { number: await data.transaction((work) => keep(context, work, input, photos)) };
};
