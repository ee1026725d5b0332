/** In which order systems load their demo data: whoever's rows refer to rows of another comes after it. */
import type { System } from '../../kernel/system.ts';
import type { AnyContract } from '../../kernel/contract.ts';
import type { Register } from '../../kernel/register.ts';

/** Ids of the contracts whose registers this one's fields point to. */
function refersTo(contract: AnyContract): readonly string[] {
  const declared = [
    ...Object.values(contract.registers ?? {}),
    ...Object.values(contract.cases ?? {}),
  ] as Register[];
  const targets = declared.flatMap((register) =>
    Object.values(register.fields).map((field) => field.to ?? ''),
  );
  return targets.map((target) => target.split('.')[0] ?? '').filter((id) => id !== '' && id !== contract.id);
}

/** Otherwise as given; a circle is entered where it is met first. */
export function seedOrder(systems: readonly System[]): readonly System[] {
  const byId = new Map(systems.map((system) => [system.contract.id, system]));
  const ordered = new Set<System>();
  const under = new Set<System>();
  function add(system: System): void {
    if (ordered.has(system) || under.has(system)) return;
    under.add(system);
    for (const id of refersTo(system.contract)) {
      const other = byId.get(id);
      if (other !== undefined) add(other);
    }
    ordered.add(system);
  }
  for (const system of systems) add(system);
  return [...ordered];
}
