/** A report of somebody who scanned a signboard: no name is asked, no address kept; so many a board a day, and near its reach. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { problem } from '../../problem/problem.ts';
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

async function checkDay(services: Services, work: Work, reach: string): Promise<void> {
  const most = setting(services, 'board-reports-per-day');
  const today = await services
    .use(registers)
    .of(problem)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'source', is: 'equal', value: 'public' },
          { field: 'reach', is: 'equal', value: reach },
          { field: 'openedAt', is: 'at-least', value: shanghaiInstant(shanghaiDate(work.now)).toISOString() },
        ],
      },
      limit: most,
    });
  if (today.length >= most) throw errors.boardFull();
}

type Input = z.output<typeof PublicReportInput>;

async function keep(services: Services, work: Work, input: Input): Promise<string> {
  const own = await getByBoard(services, work.db, input.board);
  const { trusted } = services.use(registers).of(problem);
  const slip = slipOf(input.id, input.code);
  const known = await trusted.find(work.db, input.id);
  if (known !== undefined) {
    if (known.slip !== slip) throw errors.slipWrong();
    return known.number;
  }
  await checkDay(services, work, own.id);
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
        photosBefore: await Promise.all(input.photos.map((photo) => keepPhoto(services, photo))),
        ...(input.phone === undefined ? {} : { reporterPhone: input.phone }),
      },
    },
    work,
  );
  await trusted.update(work, systemPrincipal.id, row, { slip });
  return row.number;
}

export const reportFromBoard: Handler<typeof signboardRoutes.publicReport> = async (input, context) => ({
  number: await context.use(store).transaction((work) => keep(context, work, input)),
});
