/** Handlers for programs: rows by key, and CKAN's actions by GET and POST. */
import { z } from 'zod';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { jsonReply } from '../ckan/refusal.ts';
import { licence } from '../data/agreement.ts';
import { errors } from '../errors.ts';
import type { programRoutes } from '../routes/program-routes.ts';
import { actions } from './ckan/actions.ts';
import { base } from './describe/base.ts';
import { setting } from './setting.ts';
import { countCall, openFor } from './use/keys.ts';
import { jsonRow } from './write-formats.ts';

const usualRows = 100;

const Paging = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce.number().int().min(1).default(usualRows),
});

interface Named {
  readonly action: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly 'x-ckan-api-key'?: string | undefined;
  };
  readonly body?: Readonly<Record<string, unknown>> | null | undefined;
}

async function act({ action, query, headers, body }: Named, context: Context) {
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (found === undefined)
    throw errors.unknownAction({}, [{ path: 'action', message: action.replaceAll(/[^\w]/g, '') }]);
  const key = headers['x-ckan-api-key'] ?? headers.authorization;
  const result = await found.run(context, { given: { ...query, ...body }, key });
  const help = `${base()}/api/open-data/ckan/api/3/action/help_show?name=${action}`;
  return jsonReply({ help, success: true, result });
}

export const programHandlers: Handlers<typeof programRoutes> = {
  async rows({ code, query, headers }, context) {
    const { open, caller } = await openFor(context, code, { key: headers['x-api-key'], anonymous: false });
    const { page: _page, size: _size, ...conditions } = query;
    const { page, size } = Paging.parse(query);
    const names = open.fields.map(({ name }) => name);
    const unknown = Object.keys(conditions).find((name) => !names.includes(name));
    if (unknown !== undefined) throw errors.badFilter({ field: unknown });
    const limit = Math.min(size, setting(context, 'page-rows'));
    const { rows, total } = await context.use(lake).open.seek({
      state: open.state,
      fields: names,
      where: Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, [value].flat()])),
      offset: (page - 1) * limit,
      limit,
    });
    await countCall(context, open, { caller, rows: rows.length });
    return jsonReply({
      code,
      name: open.row.name,
      licence: licence.id,
      updatedAt: open.state.refreshedAt,
      page,
      size: limit,
      total,
      rows: rows.map((row) => jsonRow(open.fields, row)),
    });
  },
  ckanGet: act,
  ckanPost: act,
  ckanGetUnversioned: act,
  ckanPostUnversioned: act,
};
