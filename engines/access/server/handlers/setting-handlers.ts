/** Handlers of the numbers that officials may change. */
import type { Handlers } from '../../../../kernel/system.ts';
import type { Store } from '../../../store/index.ts';
import type { settingRoutes } from '../../routes/setting-routes.ts';
import { type AccessEngine, titleOf } from '../create-access.ts';

const done = { done: true } as const;

export function settingHandlers(engine: AccessEngine, store: Store): Handlers<typeof settingRoutes> {
  const { audit } = engine.parts;
  return {
    settings: () =>
      store.settings.all().map(({ name, value, spec }) => ({
        name,
        title: spec.title,
        value,
        standard: spec.value,
        unit: spec.unit ?? '',
        minimum: spec.minimum ?? null,
        maximum: spec.maximum ?? null,
        source: spec.source,
        system: name.slice(0, name.indexOf('.')),
        systemTitle: titleOf(engine, name.slice(0, name.indexOf('.'))),
      })),
    async changeSetting({ name, value }, context) {
      await store.transaction(async (work) => {
        await store.settings.change(work, name, value);
        audit.add(work, context.principal, {
          module: 'access',
          event: 'config',
          objectType: 'setting',
          objectId: name,
          result: 'success',
          detail: { value },
        });
      });
      return done;
    },
  };
}
