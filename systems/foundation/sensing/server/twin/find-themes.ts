/** The themes that contracts declare, and the kinds of devices that each of them means. */
import type { AnyContract, ThemeSpec } from '../../../../../kernel/contract.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { ThingModel, thingModel } from '../../../../../engines/telemetry/contract.ts';
import type { routes } from '../../routes.ts';
import { chooseMeasure, type Measure } from '../../twin/choose-measure.ts';
import { setting } from './setting.ts';

export interface Theme {
  /** Id of the contract that declares it. */
  readonly id: string;
  readonly spec: ThemeSpec;
}

export interface Kind {
  /** Row id of the thing model. */
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly definition: ThingModel;
  readonly measure: Measure | undefined;
}

/** Everything there is, whatever theme it belongs to. */
export const everything = 'all';
const mostModels = 1000;

function declaredThemes(contracts: readonly AnyContract[]): readonly Theme[] {
  return contracts
    .flatMap(({ id, theme: spec }) => (spec === undefined ? [] : [{ id, spec }]))
    .toSorted((a, b) => a.spec.order - b.spec.order || a.id.localeCompare(b.id));
}

/** The one that is named, or all of them. Throws city.missing for a name that is none. */
export function themesOf(services: Services, id: string): readonly Theme[] {
  const all = declaredThemes(services.use(access).contracts);
  if (id === everything) return all;
  const found = all.find((theme) => theme.id === id);
  if (found === undefined) throw commonErrors.missing();
  return [found];
}

/** Kinds of devices of the theme, by what they are called. */
export async function kindsOf(services: Services, theme: string): Promise<readonly Kind[]> {
  const wanted = new Set(themesOf(services, theme).flatMap(({ spec }) => spec.devices));
  const rows = await services
    .use(registers)
    .of(thingModel)
    .trusted.findMany(services.use(store).db, { limit: mostModels, sort: 'code' });
  return rows.flatMap(({ id, code, name: title, category, definition: given }) => {
    const definition = ThingModel.safeParse(given).data;
    if (definition === undefined || (theme !== everything && !wanted.has(category ?? ''))) return [];
    return [{ id, code, title, definition, measure: chooseMeasure(code, definition) }];
  });
}

function layersOf(context: Context, { id, spec }: Theme): readonly string[] {
  const visible = new Set(
    context
      .use(maps)
      .layers(context.principal)
      .map((layer) => layer.id),
  );
  return spec.layers.map((key) => `${id}.${key}`).filter((layer) => visible.has(layer));
}

export function mayRead(context: Context, register: string): boolean {
  const known = context.use(registers).find(register) !== undefined;
  return known && context.use(registers).decide(context.principal, register, 'read').permit;
}

export const listThemes: Handlers<typeof routes>['twinThemes'] = async (_, context) => {
  const declared = themesOf(context, everything).map((theme) => ({
    id: theme.id,
    title: theme.spec.title,
    layers: [...layersOf(context, theme)],
    hasLines: (theme.spec.lines ?? []).some(({ from }) => mayRead(context, `${theme.id}.${from}`)),
  }));
  return {
    themes: [
      {
        id: everything,
        title: '全部',
        layers: declared.flatMap(({ layers }) => layers),
        hasLines: declared.some(({ hasLines }) => hasLines),
      },
      ...declared,
    ],
    everySeconds: setting(context, 'twin-seconds'),
    hours: setting(context, 'twin-hours'),
    tourSeconds: setting(context, 'twin-tour-seconds'),
  };
};
