/** FEEL's own functions that compiled expressions call directly; their implementations are feelin's. */
import { evaluate, FeelFunction } from 'feelin';

/**
 * Functions that take a bounded time and have no side: their implementations are feelin's. Not here: those with patterns (matches, replace,
 * split), with functions (sort), and the clock.
 */
const calledDirectly = [
  'number,string,substring,string length,upper case,lower case,substring before,substring after,contains,starts with,ends with',
  'list contains,count,min,max,sum,mean,all,any,decimal,floor,ceiling,abs,round up,round down,round half up,round half down',
  'modulo,sqrt,log,exp,odd,even,not,distinct values,append,concatenate,index of,string join,day of week,month of year',
]
  .join()
  .split(',');

type Raw = ((...values: unknown[]) => unknown) & { readonly $args?: string[] };

export const builtins: ReadonlyMap<string, FeelFunction> = new Map(
  calledDirectly.map((name) => {
    const raw = evaluate(name).value as Raw;
    return [name, new FeelFunction(raw, raw.$args ?? [])];
  }),
);
