/** From words to places and back: the city's divisions and the records of the layers that the caller may see; nothing is known beyond them. */
import type { Principal } from '../../../kernel/access.ts';
import { CityError } from '../../../kernel/errors.ts';
import type { Point } from '../../../kernel/register.ts';
import type { AccessService, Permit } from '../../access/index.ts';
import type { PointReader, RegisterService } from '../../registers/index.ts';
import {
  type AddressMatch,
  type Gazetteer,
  likeness,
  makeGazetteer,
  type PlaceName,
} from '../place/parse-address.ts';
import type { FoundPlace, MapService, NearestPlace, NearFeature } from '../service.ts';
import type { OutlineFeature } from './base-style.ts';
import type { DeclaredLayer } from './declared-layers.ts';

export interface PlaceDeps {
  readonly divisions: readonly PlaceName[];
  readonly outlines: readonly OutlineFeature[];
  readonly layers: ReadonlyMap<string, DeclaredLayer>;
  readonly access: AccessService;
  readonly points: PointReader;
  readonly registers: RegisterService;
}

interface Finder {
  readonly places: MapService['places'];
  readonly nearestPlace: (
    principal: Principal,
    nearest: (layer: string, metres: number) => Promise<readonly NearFeature[]>,
  ) => Promise<NearestPlace | undefined>;
}

interface Seeable {
  readonly layer: DeclaredLayer;
  readonly decision: Permit;
  /** Field that says which division a row lies in, when the caller may read it. */
  readonly areaField: string | undefined;
}

/** Divisions that a text is taken for; the records are looked for in the best of them only. */
const mostDivisions = 20;
/** Records of a division that its middle is reckoned from. */
const mostSampled = 200;
const mostRows = 10;
const everywhere = { west: -180, south: -90, east: 180, north: 90 };
/** Of a record that was found by its number or its sounds, whose name has nothing in common with what was typed. */
const leastLike = 0.2;
/** Metres within which a record is called near. */
const nearMetres = 5000;

/** Middle value, which one record far off does not move. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function roundShare(share: number): number {
  return Math.round(share * 1000) / 1000;
}

export function placeFinder(deps: PlaceDeps): Finder {
  const { layers, access, points, registers } = deps;
  const gazetteer: Gazetteer = makeGazetteer(deps.divisions);
  const centres = new Map(
    deps.outlines.map(({ properties: { code, center } }) => [
      code,
      { lon: center[0] ?? 0, lat: center[1] ?? 0 },
    ]),
  );

  function seeable(principal: Principal): readonly Seeable[] {
    return [...layers.values()].flatMap((layer): readonly Seeable[] => {
      const decision = access.decide(principal, layer.permission);
      if (!decision.permit) return [];
      const { register, point } = layer.source;
      const hidden = registers.hidden(register, decision);
      if (hidden.has(point)) return [];
      const area = registers.get(register).declaration.scope?.area;
      return [{ layer, decision, areaField: area === undefined || hidden.has(area) ? undefined : area }];
    });
  }

  /** The middle of what the caller may see in a division that has no outline. */
  async function middleOf(
    code: string,
    seen: readonly Seeable[],
  ): Promise<{ at: Point; records: number } | undefined> {
    const rows = await Promise.all(
      seen.map(({ layer, decision, areaField }) =>
        areaField === undefined
          ? []
          : points.pointsIn(
              decision,
              { ...layer.source, filter: { ...layer.source.filter, [areaField]: code } },
              everywhere,
              mostSampled,
            ),
      ),
    );
    const all = rows.flat();
    if (all.length === 0) return undefined;
    return {
      at: { lon: middle(all.map(({ lon }) => lon)), lat: middle(all.map(({ lat }) => lat)) },
      records: all.length,
    };
  }

  async function toDivision(
    { place, words, share }: AddressMatch,
    seen: readonly Seeable[],
    same: number,
  ): Promise<FoundPlace> {
    const centre = centres.get(place.code);
    const records = centre === undefined ? await middleOf(place.code, seen) : undefined;
    const byRecords = records === undefined ? 'none' : 'records';
    return {
      title: gazetteer.fullName(place.code),
      kind: 'division',
      code: place.code,
      at: centre ?? records?.at ?? null,
      by: centre === undefined ? byRecords : 'centre',
      records: records?.records ?? 0,
      // A name that several divisions share says as much less of each.
      confidence: roundShare(share / same),
      words: [...words],
      layer: null,
      id: null,
    };
  }

  /** Records whose names are like the rest of the text, within the division that the text begins with. */
  async function recordsLike(
    principal: Principal,
    { layer, areaField }: Seeable,
    text: string,
    within: AddressMatch | undefined,
  ): Promise<readonly FoundPlace[]> {
    // A layer that cannot be narrowed to the division would give places of the same name elsewhere.
    if (within !== undefined && areaField === undefined) return [];
    const { register, point, filter } = layer.source;
    const { titleField, scope } = registers.get(register).declaration as {
      titleField?: string;
      scope?: { area?: string };
    };
    const where = { ...filter, ...(within && areaField ? { [areaField]: within.place.code } : {}) };
    const found = await registers
      .rows(register)
      .list(principal, { search: text, where, size: mostRows })
      .catch((problem: unknown) => {
        // A register without searchable fields, or one that this caller may not list, knows no place by name.
        if (problem instanceof CityError && (problem.kind === 'invalid' || problem.kind === 'forbidden'))
          return { rows: [] };
        throw problem;
      });
    return found.rows.flatMap((row): readonly FoundPlace[] => {
      const values = row as unknown as Readonly<Record<string, unknown>>;
      const at = values[point] as Partial<Point> | null | undefined;
      const title = titleField === undefined ? undefined : values[titleField];
      if (typeof at?.lon !== 'number' || typeof at.lat !== 'number' || typeof title !== 'string') return [];
      const like = Math.max(leastLike, likeness(text, title));
      if (row.masked?.includes(titleField ?? '')) return [];
      const before = within === undefined ? 0 : within.share;
      const area = scope?.area === undefined ? undefined : values[scope.area];
      return [
        {
          title,
          kind: 'record',
          code: typeof area === 'string' ? area : (within?.place.code ?? null),
          at: { lon: at.lon, lat: at.lat },
          by: 'record',
          records: 1,
          confidence: roundShare(before + (1 - before) * like),
          words: [...(within?.words ?? []), title],
          layer: layer.info.title,
          id: row.id,
        },
      ];
    });
  }

  return {
    async places(principal, text, limit) {
      const seen = seeable(principal);
      const matches = gazetteer.parse(text, mostDivisions);
      const [best] = matches;
      const tied = matches.filter(
        ({ share, words }) => share === best?.share && words.length === best.words.length,
      );
      const within = tied.length === 1 && best !== undefined && best.rest.length >= 2 ? best : undefined;
      const wanted = within?.rest ?? text.trim();
      const asked = wanted.length < 2 || (best?.rest === '' && best.share > 0.9) ? [] : seen;
      const [divisions, records] = await Promise.all([
        Promise.all(
          matches.slice(0, limit).map((match) => {
            const same = matches.filter(({ share }) => share === match.share).length;
            return toDivision(match, seen, same);
          }),
        ),
        Promise.all(asked.map((each) => recordsLike(principal, each, wanted, within))),
      ]);
      return [...records.flat(), ...divisions].sort((a, b) => b.confidence - a.confidence).slice(0, limit);
    },
    async nearestPlace(principal, nearest) {
      const found = await Promise.all(
        seeable(principal).map(async ({ layer: { info, source } }): Promise<NearestPlace | undefined> => {
          const [near] = await nearest(info.id, nearMetres);
          const { titleField } = registers.get(source.register).declaration as { titleField?: string };
          const title =
            near &&
            ((titleField && near.shown[titleField]) || Object.values(near.shown).find((text) => text !== ''));
          return near && title ? { title, layer: info.title, id: near.id, metres: near.metres } : undefined;
        }),
      );
      return found.flatMap((each) => each ?? []).sort((a, b) => a.metres - b.metres)[0];
    },
  };
}
