/** Keeps, opens and takes down stories; whoever opens one gets the layers that he may see himself, and how many are left out. */
import { access } from '../../../../../engines/access/service.ts';
import { maps } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { story } from '../../registers/story.ts';
import { type storyRoutes, View } from '../../routes/story-routes.ts';
import { listLayers, uploadId } from '../layer/uploaded.ts';
import { departmentName, knownDepartments, ownsFor, textsOf } from '../names.ts';

type StoryRow = Row<typeof story>;

/** Shared with him: with all officials, with a department of his, or his own. */
function mayOpen(context: Context, row: StoryRow): boolean {
  const { principal } = context;
  if (principal.kind !== 'official') return false;
  if (row.audience === 'everyone' || row.createdBy === principal.id) return true;
  return [row.department, ...textsOf(row.sharedWith)].some((each) => principal.departments.includes(each));
}

/** The same refusal for one that is not there and one that is not for him. */
async function findStory(context: Context, id: string): Promise<StoryRow> {
  const row = await context.use(registers).of(story).trusted.find(context.use(store).db, id);
  if (row === undefined || row.withdrawnAt !== null || !mayOpen(context, row)) throw errors.noStory();
  return row;
}

function owns(context: Context, row: StoryRow): boolean {
  const decision = context.use(access).decide(context.principal, 'one-map:share');
  return row.createdBy === context.principal.id || ownsFor(decision, row.department);
}

async function visibleLayers(context: Context): Promise<ReadonlySet<string>> {
  const declared = context.use(maps).layers(context.principal);
  const uploaded = await listLayers(context, context.principal);
  return new Set([...declared.map(({ id }) => id), ...uploaded.map(({ id }) => uploadId(id))]);
}

/** The view without what the opener may not see. */
function narrow(view: View, visible: ReadonlySet<string>): { readonly view: View; readonly hidden: number } {
  const asked = new Set([...view.layers, ...(view.right ?? [])].map(({ id }) => id));
  const keep = <T extends { readonly id: string }>(stack: readonly T[]) =>
    stack.filter(({ id }) => visible.has(id));
  return {
    view: {
      ...view,
      layers: keep(view.layers),
      right: view.right === null ? null : keep(view.right),
      time: view.time !== null && visible.has(view.time.layer) ? view.time : null,
    },
    hidden: [...asked].filter((id) => !visible.has(id)).length,
  };
}

export const storyHandlers: Handlers<typeof storyRoutes> = {
  async keepStory({ title, note, audience, sharedWith, view }, context) {
    const [department] = context.principal.departments;
    if (department === undefined) throw errors.notOwner();
    const row = await context.use(store).transaction((work) =>
      context
        .use(registers)
        .of(story)
        .trusted.insert(work, context.principal.id, {
          title,
          note: note || null,
          department,
          audience,
          sharedWith: audience === 'departments' ? knownDepartments(sharedWith) : [],
          view,
        }),
    );
    return { id: row.id };
  },
  async story({ id }, context) {
    const row = await findStory(context, id);
    const { view, hidden } = narrow(View.parse(row.view), await visibleLayers(context));
    return {
      id: row.id,
      version: row.version,
      title: row.title,
      note: row.note ?? '',
      departmentName: departmentName(row.department),
      createdAt: row.createdAt,
      own: owns(context, row),
      view,
      hidden,
    };
  },
  async withdrawStory({ id, version }, context) {
    const row = await findStory(context, id);
    if (!owns(context, row)) throw commonErrors.forbidden();
    if (row.version !== version) throw commonErrors.stale();
    await context
      .use(store)
      .transaction((work) =>
        context
          .use(registers)
          .of(story)
          .trusted.update(work, context.principal.id, row, { withdrawnAt: context.now.toISOString() }),
      );
    return { done: true as const };
  },
};
