/** Templates, channels and records as the pages ask for them; each change is on record in the audit. */
import { access } from '../../../../engines/access/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { maskName } from '../../../../kernel/mask.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { deliveryTable } from '../../../../engines/messages/contract.ts';
import contract from '../contract.ts';
import { errors } from '../errors.ts';
import type { keepingRoutes } from '../routes/keeping-routes.ts';
import { ladderWords } from './describe.ts';

/** Records stand under no area, so only a reach over everything sees them. */
function requireWhole(context: Context, permission: string): void {
  const decision = context.use(access).require(context.principal, `${contract.id}:${permission}`);
  if (!decision.rows.some(({ kind }) => kind === 'all')) throw errors.wholeCity();
}

function titleOfSystem(context: Context, code: string): string {
  const [id] = code.split(':');
  return context.use(access).contracts.find((one) => one.id === id)?.title ?? '';
}

async function titlesOf(context: Context): Promise<ReadonlyMap<string, string>> {
  const templates = await context.use(messages).centre.templates();
  return new Map(templates.map(({ code, title }) => [code, title]));
}

async function namesOf(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return context.use(access).namesOf(ids);
}

export const keepingHandlers: Handlers<typeof keepingRoutes> = {
  async templates(_, context) {
    const list = await context.use(messages).centre.templates();
    return list.map((template) => ({
      code: template.code,
      title: template.title,
      system: titleOfSystem(context, template.code),
      version: template.version,
      kind: template.kind,
      urgency: template.urgency,
      broadcast: template.broadcast === true,
      channels: [...template.channels],
      parameters: Object.entries(template.parameters).map(([name, one]) => ({
        name,
        title: one.title,
        kind: one.kind,
        class: one.class,
      })),
      texts: template.texts,
      ladder: [...ladderWords(template)],
    }));
  },
  async templateVersions({ code }, context) {
    const versions = await context.use(messages).centre.templateVersions(code);
    const names = await namesOf(
      context,
      versions.flatMap(({ publishedBy }) => publishedBy ?? []),
    );
    return versions.map((one) => ({
      ...one,
      publishedBy: one.publishedBy === null ? null : (names.get(one.publishedBy) ?? ''),
    }));
  },
  async publishTemplate({ code, base, texts }, context) {
    requireWhole(context, 'keep-templates');
    const { centre } = context.use(messages);
    const version = await context.use(store).transaction(async (work) => {
      const made = await centre.publishTemplate(work, code, base, texts, context.principal.id);
      context.use(access).audit(work, context.principal, {
        module: contract.id,
        event: 'config',
        objectType: 'template',
        objectId: code,
        result: 'success',
        detail: { version: made },
      });
      return made;
    });
    return { version };
  },
  async channels(_, context) {
    requireWhole(context, 'keep-channels');
    const list = await context.use(messages).centre.channels();
    return {
      demo: context.use(access).demo,
      channels: list.map((one) => ({ ...one, config: one.config === null ? null : { ...one.config } })),
      retryMinutes: [...deliveryTable.retryMinutes],
      quietHours: deliveryTable.quietHours.map((row) => ({ ...row })),
      source: `${deliveryTable.source}（${deliveryTable.version}）`,
    };
  },
  async changeChannel(change, context) {
    requireWhole(context, 'keep-channels');
    await context.use(store).transaction(async (work) => {
      await context.use(messages).centre.changeChannel(work, change, context.principal.id);
      context.use(access).audit(work, context.principal, {
        module: contract.id,
        event: 'config',
        objectType: 'channel',
        objectId: change.id,
        result: 'success',
        detail: {
          enabled: change.enabled,
          revision: change.revision + 1,
          newSecret: change.secret !== undefined,
        },
      });
    });
    return { done: true };
  },
  async keepWebhook({ account, address }, context) {
    requireWhole(context, 'keep-channels');
    const subject = await context.use(access).admin.findSubjectId(account);
    if (subject === undefined) throw commonErrors.missing();
    const kept = await context.use(store).transaction(async (work) => {
      const made = await context.use(messages).centre.keepContact(work, subject, 'webhook', address);
      context.use(access).audit(work, context.principal, {
        module: contract.id,
        event: 'config',
        objectType: 'webhook',
        objectId: subject,
        result: 'success',
      });
      return made;
    });
    return { secret: kept.secret ?? '' };
  },
  async simulated(_, context) {
    requireWhole(context, 'keep-channels');
    return [...(await context.use(messages).centre.simulated())];
  },
  async deliveries({ size, ...query }, context) {
    requireWhole(context, 'read');
    const found = await context.use(messages).centre.deliveries({ ...query, size: size + 1 });
    const rows = found.slice(0, size);
    const [titles, names] = await Promise.all([
      titlesOf(context),
      namesOf(
        context,
        rows.map(({ subject }) => subject),
      ),
    ]);
    return {
      more: found.length > size,
      rows: rows.map(({ subject, ...row }) => ({
        ...row,
        person: maskName(names.get(subject) ?? ''),
        title: titles.get(row.template) ?? row.template,
      })),
    };
  },
  async resend({ id }, context) {
    requireWhole(context, 'keep-channels');
    await context.use(store).transaction(async (work) => {
      await context.use(messages).centre.resend(work, id);
      context.use(access).audit(work, context.principal, {
        module: contract.id,
        event: 'update',
        objectType: 'delivery',
        objectId: id,
        result: 'success',
        detail: { act: 'resend' },
      });
    });
    return { done: true };
  },
  async statistics({ days }, context) {
    requireWhole(context, 'read');
    const since = new Date(context.now.getTime() - days * 86_400_000);
    const [counts, titles] = await Promise.all([
      context.use(messages).centre.counts(since),
      titlesOf(context),
    ]);
    const lines = new Map<
      string,
      { template: string; channel: string; total: number; states: Record<string, number> }
    >();
    for (const { template, channel, state, count } of counts) {
      const key = `${template} ${channel}`;
      const line = lines.get(key) ?? { template, channel, total: 0, states: {} };
      line.total += count;
      line.states[state] = count;
      lines.set(key, line);
    }
    return [...lines.values()].map((line) => ({
      ...line,
      title: titles.get(line.template) ?? line.template,
    }));
  },
};
