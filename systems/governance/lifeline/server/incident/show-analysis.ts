/** What the case's page shows of its leak: ranked pipes with their lines, and the readings that they come from. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { incident } from '../../incident/incident.ts';
import { waterNetwork, waterPipe } from '../../registers/network.ts';
import type { incidentRoutes } from '../../routes/incident-routes.ts';
import { linesOf } from '../water/show-network.ts';
import { newestAnalysis, rankedOf, ReadingList } from './find-analysis.ts';
import { locateIncident } from './locate-incident.ts';

type Reply = OutputOf<typeof incidentRoutes.analysis>;

async function show(id: string, context: Context): Promise<Reply> {
  const row = await context.use(flow).read(context.principal, incident, id);
  const rows = context.use(registers);
  const { db } = context.use(store);
  const network =
    row.network === null ? undefined : await rows.of(waterNetwork).trusted.find(db, row.network);
  if (network === undefined) return { network: null, analysis: null };
  const found = await newestAnalysis(context, db, id);
  const about = { id: network.id, name: network.name };
  if (found === undefined) return { network: about, analysis: null };
  const ranked = rankedOf(found);
  const pipes = await rows.of(waterPipe).trusted.findMany(db, {
    filter: {
      all: [
        { field: 'network', is: 'equal', value: network.id },
        { field: 'code', is: 'one-of', value: ranked.map(({ pipe }) => pipe) },
      ],
    },
    limit: Math.max(1, ranked.length),
  });
  return {
    network: about,
    analysis: {
      id: found.id,
      at: found.analysedAt,
      loss: found.loss,
      ranked: ranked.map((each) => {
        const pipe = pipes.find(({ code }) => code === each.pipe);
        return {
          ...each,
          length: pipe?.length ?? null,
          diameter: pipe?.diameter ?? null,
          road: pipe?.road ?? null,
          line: linesOf(pipe?.line),
        };
      }),
      readings: ReadingList.safeParse(found.readings).data ?? [],
    },
  };
}

export const showAnalysis: Handler<typeof incidentRoutes.analysis> = ({ id }, context) => show(id, context);

export const locateAgain: Handler<typeof incidentRoutes.locate> = async ({ id }, context) => {
  await context.use(flow).read(context.principal, incident, id);
  await locateIncident(context, id);
  return show(id, context);
};
