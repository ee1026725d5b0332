/** Writes a network that was read and placed into its registers, in the caller's transaction. */
import type { Point } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { waterNode, waterPipe } from '../../registers/network.ts';
import type { ModelPoint, NetworkLink, NetworkModel } from '../../water/network-model.ts';
import { type Placement, placePoint } from '../../water/place-model.ts';

export interface PlacedNetwork {
  readonly model: NetworkModel;
  readonly placement: Placement;
  readonly area: string;
  readonly department: string;
}

const digits = 1e6;

function rounded({ lon, lat }: Point): Point {
  return { lon: Math.round(lon * digits) / digits, lat: Math.round(lat * digits) / digits };
}

/** Middle of all nodes. */
export function centreOf({ model, placement }: Pick<PlacedNetwork, 'model' | 'placement'>): Point {
  const at = model.nodes.flatMap((node) => (node.at === undefined ? [] : [node.at]));
  const mean = (index: 0 | 1) => at.reduce((sum, each) => sum + each[index], 0) / Math.max(1, at.length);
  return rounded(placePoint([mean(0), mean(1)], placement));
}

export function kilometresOf({ links }: NetworkModel): number {
  return Math.round(links.reduce((sum, { length }) => sum + length, 0)) / 1000;
}

function lineOf(
  link: NetworkLink,
  at: ReadonlyMap<string, ModelPoint>,
  placement: Placement,
): readonly Point[] {
  const ends = [link.from, link.to].map((id) => at.get(id));
  const [from, to] = ends;
  const points = [from, ...link.vertices, to].filter((each) => each !== undefined);
  return points.map((each) => rounded(placePoint(each, placement)));
}

export async function writeParts(
  services: Services,
  work: Work,
  by: string,
  network: string,
  placed: PlacedNetwork,
): Promise<void> {
  const { model, placement, area, department } = placed;
  const rows = services.use(registers);
  const at = new Map(
    model.nodes.flatMap((node) => (node.at === undefined ? [] : [[node.id, node.at] as const])),
  );
  const own = { network, area, department };
  await rows.of(waterNode).trusted.insertMany(
    work,
    by,
    model.nodes.map(({ id, kind, elevation, demand, at: point }) => ({
      ...own,
      code: id,
      kind,
      elevation: Math.round(elevation * 100) / 100,
      demand: Math.round(demand * 1000) / 1000,
      position: point === undefined ? null : rounded(placePoint(point, placement)),
    })),
  );
  await rows.of(waterPipe).trusted.insertMany(
    work,
    by,
    model.links.map((link) => {
      const line = lineOf(link, at, placement);
      return {
        ...own,
        code: link.id,
        kind: link.kind,
        from: link.from,
        to: link.to,
        length: Math.round(link.length * 10) / 10,
        diameter: Math.round(link.diameter),
        roughness: link.roughness,
        closed: link.closed,
        line: line.map(({ lon, lat }) => [lon, lat]),
        position: line[Math.floor((line.length - 1) / 2)] ?? null,
      };
    }),
  );
}
