/** Fetches what a form takes from registers as soon as it knows what to look for; what a person typed himself is never overwritten. */
import { useEffect, useRef, useState } from 'react';
import { call } from '../../../../ui/call.ts';
import contract from '../../contract.ts';
import { type FormModel, placedFields } from '../../form/form-model.ts';
import { namesIn } from '../../form/form-order.ts';
import { type FormValues, isBlank } from '../../form/form-scope.ts';

const pause = 400;

/** Values that anything is looked for by. */
function asked(model: FormModel | null, values: FormValues): FormValues {
  if (model === null) return {};
  const texts = placedFields(model).flatMap(({ field }) => Object.values(field.prefill?.match ?? {}));
  const names = new Set(texts.flatMap((text) => [...namesIn(text)]));
  return Object.fromEntries([...names].map((name) => [name, values[name] ?? null]));
}

export function usePrefill(
  register: string,
  model: FormModel | null,
  values: FormValues,
  change: (part: FormValues) => void,
): Readonly<Record<string, string>> {
  const [sources, setSources] = useState<Readonly<Record<string, string>>>({});
  /** What was put in last, to tell it from what was typed. */
  const filled = useRef<Record<string, unknown>>({});
  const latest = useRef({ values, change });
  latest.current = { values, change };
  const takes = model !== null && placedFields(model).some(({ field }) => field.prefill !== undefined);
  const key = JSON.stringify(asked(model, values));
  useEffect(() => {
    if (!takes) return undefined;
    const stop = new AbortController();
    async function ask(): Promise<void> {
      const input = { register, values: JSON.parse(key) as Record<string, unknown> };
      const { found } = await call(contract.routes.prefill, input, { signal: stop.signal });
      const now = latest.current;
      const part = Object.entries(found).filter(
        ([name]) => isBlank(now.values[name]) || now.values[name] === filled.current[name],
      );
      const gone = Object.keys(filled.current).filter(
        (name) => found[name] === undefined && now.values[name] === filled.current[name],
      );
      const next = {
        ...Object.fromEntries(gone.map((name) => [name, null])),
        ...Object.fromEntries(part.map(([name, one]) => [name, one.value])),
      };
      filled.current = Object.fromEntries(part.map(([name, one]) => [name, one.value]));
      setSources(Object.fromEntries(part.map(([name, one]) => [name, one.source])));
      if (Object.entries(next).some(([name, value]) => now.values[name] !== value)) now.change(next);
    }
    // Without an answer the person types it himself.
    const timer = setTimeout(() => void ask().catch(() => undefined), pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [register, takes, key]);
  return Object.fromEntries(
    Object.entries(sources).filter(([name]) => values[name] === filled.current[name]),
  );
}
