/** FEEL as the city uses it: compiled once and kept, bounded in size and time, with the clock from outside and Chinese errors. */
import { evaluate, type FeelDate, FeelDateTime, type FeelTime, toFeel, unaryTest } from 'feelin';
import { ruleErrors } from '../errors.ts';
import {
  compileNode,
  compileTests,
  type FeelWarning,
  type Run,
  type Step,
  type WarningKind,
} from './compile-node.ts';
import type { FeelLimits, Guard } from './limits.ts';
import { unsuited } from './operations.ts';
import { type ExpressionKind, type Names, parse, specialNames } from './parse-expression.ts';

export type Scope = Readonly<Record<string, unknown>>;

export interface Evaluated {
  /** A FEEL value; `toPlain` makes JSON of it. */
  readonly value: unknown;
  readonly warnings: readonly FeelWarning[];
}

export interface Compiled {
  readonly text: string;
  /** True when it runs as closures; otherwise feelin interprets the text each time (some 14,000 a second). */
  readonly fast: boolean;
  /** `input` is what '?' and unary tests look at. Synchronous. Throws rules.tooSlow and rules.failed. */
  run(scope: Scope, input?: unknown): Evaluated;
}

export interface Feel {
  /** Throws rules.syntax or rules.tooComplex. `names`: what is in sight, with contexts inside for paths. */
  compile(kind: ExpressionKind, text: string, names?: Names): Compiled;
  evaluate(text: string, scope?: Scope): Evaluated;
  /** Whether the unary tests hold for the value; null when that is unknown. */
  test(tests: string, value: unknown, scope?: Scope): boolean | null;
}

export interface FeelOptions {
  readonly limits: () => FeelLimits;
  readonly guard: Guard;
  readonly now: () => Date;
}

const warningKinds: Readonly<Record<string, readonly [WarningKind, string]>> = {
  NO_VARIABLE_FOUND: ['variable', '没有这个变量'],
  NO_CONTEXT_ENTRY_FOUND: ['entry', '没有这一项'],
  NO_PROPERTY_FOUND: ['entry', '没有这一项'],
  NOT_COMPARABLE: ['type', '两边的值类型不同，无法比较'],
  INVALID_TYPE: ['type', '值的类型不对'],
  INVALID_ARGUMENTS: ['function', '函数的参数不合要求'],
  NO_FUNCTION_FOUND: ['function', '没有这个函数'],
  FUNCTION_INVOCATION_FAILURE: ['function', '函数的参数不合要求'],
  UNSUPPORTED: ['function', '不支持外部函数'],
};

interface Interpreted {
  readonly value: unknown;
  readonly warnings: readonly { type: string; position: { from: number; to: number } }[];
}

function toEvaluated(found: Interpreted, text: string): Evaluated {
  const warnings = found.warnings.map(({ type, position: { from, to } }) => {
    const [kind, sentence] = warningKinds[type] ?? ['type', '无法计算'];
    return { kind, message: `“${text.slice(from, Math.min(to, from + 20))}”：${sentence}`, from, to };
  });
  return { value: found.value ?? null, warnings };
}

/** The moment on the wall in China; feelin's own clock would be the machine's. */
function momentOf(now: Date): FeelDateTime {
  const moment = toFeel(now) as FeelDateTime;
  const local = moment.unwrap().add({ hours: 8 });
  return new FeelDateTime(local, '+08:00');
}

function dateOf(moment: FeelDateTime): FeelDate | FeelTime | FeelDateTime {
  return toFeel(moment.unwrap().toPlainDate());
}

function compileFast(kind: ExpressionKind, text: string, names: Names, limits: FeelLimits): Step | undefined {
  const { topNode } = parse(kind, text, names, limits);
  return kind === 'tests' ? compileTests(topNode, text) : compileNode(topNode, text);
}

function withoutRefusal(problem: unknown): never {
  if (problem instanceof Error && problem.name === 'CityError') throw problem;
  const deep = problem instanceof RangeError;
  throw ruleErrors.failed({ reason: deep ? '递归过深或结果过大' : '其中的函数或取值不受支持' });
}

export function createFeel(options: FeelOptions): Feel {
  const kept = new Map<string, Compiled>();

  function interpret(kind: ExpressionKind, text: string, scope: Scope, input: unknown): Evaluated {
    const now = () => momentOf(options.now());
    const all = { now, today: () => dateOf(now()), ...scope, ...(input === undefined ? {} : { '?': input }) };
    try {
      const found = options.guard(() => (kind === 'tests' ? unaryTest(text, all) : evaluate(text, all)));
      return toEvaluated(found, text);
    } catch (problem) {
      return withoutRefusal(problem);
    }
  }

  function make(kind: ExpressionKind, text: string, names: Names): Compiled {
    const step = compileFast(kind, text, names, options.limits());
    return {
      text,
      fast: step !== undefined,
      run(scope, input) {
        if (step === undefined) return interpret(kind, text, scope, input);
        const run: Run = { scope, input: input ?? null, warnings: [] };
        try {
          return { value: step(run), warnings: run.warnings };
        } catch (problem) {
          return problem === unsuited ? interpret(kind, text, scope, input) : withoutRefusal(problem);
        }
      },
    };
  }

  function compile(kind: ExpressionKind, text: string, names: Names = {}): Compiled {
    const special = specialNames(names);
    const key = `${kind}\n${text}\n${special.join('\n')}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(kind, text, names);
    // The oldest goes: expressions of rules in force come again at once.
    const [oldest] = kept.keys();
    if (kept.size >= options.limits().cached && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  }

  return {
    compile,
    evaluate: (text, scope = {}) => compile('expression', text, scope).run(scope),
    test(tests, value, scope = {}) {
      const result = compile('tests', tests, scope).run(scope, value).value;
      return typeof result === 'boolean' ? result : null;
    },
  };
}
