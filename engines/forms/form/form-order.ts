/** In which order the fields of a form can be worked out: what each one's being shown and its value rest upon. Pure. */
import { type FormModel, placedFields } from './form-model.ts';

/** Names in a FEEL text, without those inside of strings and those behind a dot. */
export function namesIn(text: string): ReadonlySet<string> {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return new Set([...bare.matchAll(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*/gu)].map(([name]) => name));
}

/** Field → the fields that its value rests upon. */
export function restsUpon(model: FormModel): ReadonlyMap<string, ReadonlySet<string>> {
  const placed = placedFields(model);
  const known = new Set(placed.map(({ field }) => field.name));
  return new Map(
    placed.map(({ section, field }) => {
      const texts = [section.show, field.show, field.compute].filter((text) => text !== undefined);
      const names = texts.flatMap((text) => [...namesIn(text)]).filter((name) => known.has(name));
      return [field.name, new Set(names)] as const;
    }),
  );
}

export interface FormOrder {
  /** Each after what it rests upon. */
  readonly names: readonly string[];
  /** Fields that rest upon themselves over others; empty in a sound form. They stand at the end of `names`. */
  readonly circle: readonly string[];
}

export function orderOf(model: FormModel): FormOrder {
  const open = new Map(restsUpon(model));
  const names: string[] = [];
  for (;;) {
    const free = [...open].filter(([, needs]) => [...needs].every((need) => !open.has(need)));
    if (free.length === 0) break;
    for (const [name] of free) {
      names.push(name);
      open.delete(name);
    }
  }
  const circle = onCircles(open);
  return { names: [...names, ...open.keys()], circle };
}

/** Of what is left, only those that can reach themselves: the rest merely wait for them. */
function onCircles(open: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  function reaches(from: string): boolean {
    const seen = new Set<string>();
    const next = [...(open.get(from) ?? [])];
    for (let name = next.pop(); name !== undefined; name = next.pop()) {
      if (name === from) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      next.push(...(open.get(name) ?? []));
    }
    return false;
  }
  return [...open.keys()].filter(reaches);
}
