/** One place in every datum that people of the city meet. */
import { commonErrors } from '../../../kernel/errors.ts';
import type { Handler } from '../../../kernel/system.ts';
import type contract from '../contract.ts';
import { type Datum, DatumProblem, datums, fromDegrees, toDegrees } from '../geometry/read-datum.ts';
import type { Position } from '../geometry/shapes.ts';

function read(
  at: Position,
  declared: { readonly datum: Datum; readonly zone?: number | undefined },
): Position {
  try {
    return toDegrees(at, declared);
  } catch (problem) {
    if (problem instanceof DatumProblem)
      throw commonErrors.invalid({}, [{ path: 'x', message: problem.message }]);
    throw problem;
  }
}

export const convertPlace: Handler<typeof contract.routes.convert> = ({ datum, x, y, zone }) => {
  const place = read([x, y], { datum, zone });
  const names = Object.keys(datums) as readonly Datum[];
  return {
    places: names.map((name) => {
      const [east, north] = fromDegrees(place, { datum: name });
      return { datum: name, title: datums[name], x: east, y: north };
    }),
  };
};
