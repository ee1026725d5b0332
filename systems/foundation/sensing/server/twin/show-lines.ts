/** Rivers and pipes of the themes, as far as the caller may read their registers. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { MapBox } from '../../../../../engines/maps/service.ts';
import type { LineSpec } from '../../../../../kernel/contract.ts';
import type { Register, Row } from '../../../../../kernel/register.ts';
import type { routes } from '../../routes.ts';
import { readLine } from '../../twin/read-line.ts';
import { mayRead, themesOf } from './find-themes.ts';
import { setting } from './setting.ts';

const pageSize = 200;

/** In the register's own order; of rows with a place only those that lie in the box. */
async function readRows(
  context: Context,
  register: string,
  box: MapBox,
  most: number,
): Promise<readonly Row<Register>[]> {
  const service = context.use(registers);
  const hasPlace = Object.values(service.get(register).declaration.fields).some(
    ({ type }) => type === 'point',
  );
  const found: Row<Register>[] = [];
  for (let page = 1; found.length <= most; page += 1) {
    const { rows } = await service
      .rows(register)
      .list(context.principal, { page, size: pageSize, ...(hasPlace ? { box } : {}) });
    found.push(...rows);
    if (rows.length < pageSize) break;
  }
  return found;
}

async function linesOf(context: Context, system: string, spec: LineSpec, box: MapBox) {
  const register = `${system}.${spec.from}`;
  const most = setting(context, 'twin-lines');
  const rows = await readRows(context, register, box, most);
  const { titleField } = context.use(registers).get(register).declaration;
  return {
    title: spec.title,
    colour: spec.colour,
    register,
    more: rows.length > most,
    rows: rows.slice(0, most).flatMap((row) => {
      const values = row as unknown as Readonly<Record<string, unknown>>;
      const line = readLine(values[spec.line]);
      return line === undefined ? [] : [{ id: row.id, name: String(values[titleField] ?? ''), line }];
    }),
  };
}

export const showLines: Handlers<typeof routes>['twinLines'] = async ({ theme, box }, context) => {
  const specs = themesOf(context, theme).flatMap(({ id, spec }) =>
    (spec.lines ?? []).filter(({ from }) => mayRead(context, `${id}.${from}`)).map((line) => ({ id, line })),
  );
  return { lines: await Promise.all(specs.map(({ id, line }) => linesOf(context, id, line, box))) };
};
