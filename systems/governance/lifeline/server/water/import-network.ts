/** Imports an EPANET model: read, placed, run for a day by the toolkit itself; then all of it is written, or nothing. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { waterNetwork } from '../../registers/network.ts';
import type { waterRoutes } from '../../routes/water-routes.ts';
import type { ModelProblem, NetworkModel } from '../../water/network-model.ts';
import { placePoint, type Placement } from '../../water/place-model.ts';
import { readInp } from '../../water/read-inp.ts';
import { explainRefusal } from '../hydraulics/explain-refusal.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import { setting } from '../setting.ts';
import { readModelFile } from './read-model-file.ts';
import { centreOf, kilometresOf, writeParts } from './write-network.ts';

/** A network has about as many links as nodes; twice as many is a mistake. */
const linksEachNode = 2;

function refuse(problems: readonly ModelProblem[]): void {
  if (problems.length === 0) return;
  throw errors.modelRefused(
    { count: problems.length },
    problems.map(({ line, reason }) => ({
      path: line === 0 ? 'file' : `file.lines.${line}`,
      message: line === 0 ? reason : `第 ${line} 行：${reason}`,
    })),
  );
}

/** Throws lifeline.modelRefused with a problem for each line that is wrong. */
export async function checkModel(services: Services, inp: string): Promise<NetworkModel> {
  const nodes = setting(services, 'model-nodes');
  const { model, problems } = readInp(inp, { nodes, links: nodes * linksEachNode });
  refuse(problems);
  try {
    await hydraulics({ act: 'run', inp, hours: 24 });
  } catch (problem) {
    const explained = explainRefusal(problem, inp);
    if (explained.length === 0) throw problem;
    refuse(explained);
  }
  return model;
}

/** Its corners and its middle, as a network may reach over the border but not lie elsewhere. */
async function checkPlace(services: Services, model: NetworkModel, placement: Placement): Promise<void> {
  const { lon, lat } = centreOf({ model, placement });
  const places = model.nodes.flatMap(({ at }) => (at === undefined ? [] : [placePoint(at, placement)]));
  const onEarth = places.every((each) => Math.abs(each.lon) <= 180 && Math.abs(each.lat) <= 90);
  if (!onEarth || !(await services.use(maps).areaAt(lon, lat)).inCity)
    throw errors.placedOutside({}, [{ path: 'placement', message: '请核对坐标关系' }]);
}

export const importNetwork: Handler<typeof waterRoutes.importNetwork> = async (input, context) => {
  const { principal } = context;
  const data = context.use(store);
  const file = await data.files.find(input.file);
  if (file === undefined || file.createdBy !== principal.id) throw commonErrors.missing();
  const inp = await readModelFile(context, file);
  const model = await checkModel(context, inp);
  await checkPlace(context, model, input.placement);
  const { code, name, area, department, placement } = input;
  const id = await data.transaction(async (work) => {
    const rows = context.use(registers).of(waterNetwork);
    const made = await rows.create(principal, { code, name, area, department }, work);
    await rows.trusted.update(work, principal.id, made, {
      placement,
      model: [file.id],
      units: model.units,
      headloss: model.headloss,
      nodes: model.nodes.length,
      pipes: model.links.length,
      kilometres: kilometresOf(model),
      position: centreOf({ model, placement }),
    });
    await writeParts(context, work, principal.id, made.id, { model, placement, area, department });
    await data.files.attach(work, [file.id], `register:lifeline.water-network:${made.id}`, principal.id);
    return made.id;
  });
  return { id, nodes: model.nodes.length, pipes: model.links.length };
};
