/** From a drawing and a distance to the area that is asked about; drawings that cross themselves are refused with the place. */
import type { Services } from '../../../../../kernel/system.ts';
import {
  bufferShape,
  type Drawing as Drawn,
  type MultiPolygon,
  type Position,
  toShape,
} from '../../../../../engines/maps/index.ts';
import { errors } from '../../errors.ts';
import type { Drawing } from '../../routes/shapes.ts';
import { setting } from '../setting.ts';

function toDrawn({ kind, path }: Drawing): Drawn {
  const places: readonly Position[] = path;
  const [first = [0, 0]] = places;
  if (kind === 'point') return { kind, at: first };
  if (kind === 'line') return { kind, path: places };
  // People may look beyond the city's border; only its rows are counted anyway.
  const { shape, wrong } = toShape([[places]], {
    declared: { datum: 'wgs84' },
    mostVertices: places.length,
    isInside: () => true,
  });
  const [problem] = wrong;
  if (problem !== undefined) throw errors.drawingRefused({ first: problem.message });
  return { kind: 'area', shape };
}

export function readDrawing(services: Services, drawing: Drawing, metres: number): MultiPolygon {
  const most = setting(services, 'buffer-metres');
  if (metres > most) throw errors.tooFar({ most }, [{ path: 'metres', message: `不超过 ${most} 米` }]);
  if (drawing.kind !== 'area' && metres === 0)
    throw errors.noArea({}, [{ path: 'metres', message: '请填写缓冲距离' }]);
  return bufferShape(toDrawn(drawing), metres);
}
