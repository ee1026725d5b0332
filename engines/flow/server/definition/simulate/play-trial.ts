/** 试走: plays a drawing move by move with the very token game that runs cases; nothing is kept, so that the same moves always come to the same. */
import { CityError } from '../../../../../kernel/errors.ts';
import type { ProcessModel, UserNode } from '../../../../../kernel/process.ts';
import { addTimeLimit } from '../../../../../kernel/working-time.ts';
import { flowErrors } from '../../../contract.ts';
import type { Trial, TrialMove, TrialPlan } from '../../../process/trial.ts';
import { decideTokens, openItems } from '../../graph/token/decide-tokens.ts';
import { entryNodes, indexOf } from '../../graph/token/model-index.ts';
import { playTokens } from '../../graph/token/play-tokens.ts';
import { emptyState } from '../../graph/token/state-change.ts';
import type { Arrival, Assignee, TokenCase, TokenCommand, TokenFacts } from '../../graph/token/types.ts';
import type { CaseFacts } from '../../step/types.ts';
import { describeCandidate } from './describe-candidate.ts';

/** Facts of the city: calendar, lights, bounds, expressions. */
export type TrialFacts = Omit<TokenFacts, 'now' | 'arrivals' | 'conclude'>;

/** Timers that one advance of the clock may fire: a repeated one without end stops there. */
const mostFirings = 200;
/** Of a whole trial, whatever its moves ask: all of it is played anew with each. */
const mostSteps = 1_000;
const author = { id: 'trial', name: '试走', department: 'trial-unit' };
const someSigners = 2;

function blankCase(opened: Date, values: TrialPlan['values']): TokenCase {
  const none = {
    stage: null,
    outcome: null,
    caseArea: null,
    unit: author.department,
    leadUnit: author.department,
    dueAt: null,
    stageDueAt: null,
    closedAt: null,
    suspendedAt: null,
    mergedInto: null,
    splitFrom: null,
  };
  const row: CaseFacts = {
    ...none,
    ...values,
    id: 'trial',
    version: 1,
    number: '试走',
    status: 'open',
    initiator: author.id,
    openedAt: opened.toISOString(),
    urged: 0,
    supervised: false,
  };
  return { row, tokens: emptyState, requests: [], refusedUnits: [] };
}

function isCountersign({ sign }: UserNode): boolean {
  return sign !== undefined && sign.mode !== 'single';
}

class Walk {
  readonly steps: Trial['steps'] = [];
  private state: TokenCase;
  private now: Date;
  private readonly model: ProcessModel;
  private readonly plan: TrialPlan;
  private readonly facts: TrialFacts;

  constructor(model: ProcessModel, plan: TrialPlan, facts: TrialFacts, begin: Date) {
    this.model = model;
    this.plan = plan;
    this.facts = facts;
    this.now = begin;
    this.state = blankCase(begin, plan.values);
  }

  open(): void {
    const [stage] = entryNodes(this.model, indexOf(this.model), undefined);
    this.take({ action: 'open', target: stage === undefined ? {} : { stage } });
  }

  move(move: TrialMove): void {
    if (this.state.row.status === 'closed') throw flowErrors.waitGone();
    if (move.does === 'act') this.act(move);
    else if (move.does === 'fire') this.fire(move.wait, move.values);
    else if (move.does === 'fail') this.fail(move.wait, move.error);
    else this.advance(move.hours);
  }

  private signersAt(node: string, task: UserNode): readonly Assignee[] {
    const many = isCountersign(task);
    const count = many ? (this.plan.signers[node] ?? someSigners) : 1;
    return Array.from({ length: count }, (_none, index) => ({
      unit: author.department,
      person: many ? `${index + 1}` : null,
    }));
  }

  /** Every user task that tokens may come to, as far as a drawing knows it; a countersign asks as many as the author says. */
  private arrivals(): ReadonlyMap<string, Arrival> {
    return new Map(
      Object.entries(this.model.nodes).flatMap(([id, node]) =>
        node.kind === 'user'
          ? [
              [
                id,
                { assignees: this.signersAt(id, node), limit: node.limit, whole: this.model.limit },
              ] as const,
            ]
          : [],
      ),
    );
  }

  private take(given: Partial<TokenCommand> & { readonly action: string }): void {
    if (this.steps.length >= mostSteps) throw flowErrors.trialTooLong({ most: mostSteps });
    const open = openItems(this.state.tokens);
    const command: TokenCommand = {
      by: author,
      powers: {
        holds: new Set(open.map(({ id }) => id)),
        opened: true,
        sees: true,
        automatic: given.action.startsWith('engine.'),
        may: () => true,
      },
      opinion: '试走',
      unit: author.department,
      person: null,
      files: ['trial'],
      signature: 'trial',
      values: {},
      item: null,
      target: {},
      ...given,
    };
    const step = decideTokens(this.model, this.state, command, {
      ...this.facts,
      now: this.now,
      arrivals: this.arrivals(),
      conclude: ({ decision }) => ({ value: this.plan.decisions[decision] ?? {}, because: '试走时给定' }),
    });
    if (step instanceof CityError) throw step;
    if (!('tokens' in step)) throw flowErrors.waitGone();
    this.state = playTokens(this.state, step, author.id, () => 'trial');
    const sent = step.sends.map(({ kind, name }) =>
      kind === 'message'
        ? `发出消息“${this.named('messages', name)}”`
        : `发出信号“${this.named('signals', name)}”`,
    );
    this.steps.push({
      at: this.now.toISOString(),
      title: step.entry.title,
      notes: [...step.notes, ...sent, ...step.calls.map(({ type }) => `调用“${type}”`)],
    });
  }

  private named(of: 'messages' | 'signals', name: string): string {
    return this.model[of]?.[name] ?? name;
  }

  /** What the action wants and the author left out is taken as given: he tries the way, not the form. */
  private act({ item, action, values }: Extract<TrialMove, { does: 'act' }>): void {
    const held = this.state.tokens.items[item];
    const task = this.model.nodes[held?.node ?? ''];
    if (held?.state !== 'open' || task?.kind !== 'user') throw flowErrors.itemGone();
    const filled = Object.fromEntries(
      (task.actions[action]?.requires ?? []).flatMap((name) =>
        this.state.row[name] == null ? [[name, '试走']] : [],
      ),
    );
    const people = [{ unit: author.department, person: null }];
    this.take({ action, item, values: { ...filled, ...values }, target: { people } });
  }

  private fire(wait: string, values: TrialPlan['values']): void {
    this.take({ action: 'engine.fire', target: { wait }, values });
  }

  private fail(wait: string, error: string): void {
    this.take({ action: 'engine.fail', target: { wait, error }, opinion: error });
  }

  /** Each timer at its own moment, the earliest first. */
  private advance(hours: number): void {
    const until = addTimeLimit(this.facts.calendar, this.now, { amount: hours, unit: 'work-hour' });
    for (let fired = 0; fired < mostFirings; fired += 1) {
      const [first] = Object.values(this.state.tokens.waits)
        .filter(({ kind, dueAt }) => kind === 'timer' && dueAt !== null && new Date(dueAt) <= until)
        .toSorted((one, two) => String(one.dueAt).localeCompare(String(two.dueAt)));
      if (first === undefined || this.state.row.status === 'closed') break;
      const due = new Date(first.dueAt ?? until);
      if (due > this.now) this.now = due;
      this.fire(first.id, {});
    }
    if (until > this.now) this.now = until;
  }

  /** Errors that a boundary event of the same activity takes; '' takes any. */
  private errorsAt(node: string): string[] {
    return (indexOf(this.model).boundaries.get(node) ?? []).flatMap(([, { on }]) =>
      on.kind === 'error' ? [on.error ?? ''] : [],
    );
  }

  private titled(node: string): { readonly node: string; readonly title: string } {
    return { node, title: this.model.nodes[node]?.title ?? '' };
  }

  show(refused: Trial['refused']): Trial {
    const { row, tokens } = this.state;
    return {
      now: this.now.toISOString(),
      closed: row.status === 'closed',
      outcome: row.outcome === null ? null : (this.model.outcomes[row.outcome]?.title ?? row.outcome),
      tokens: Object.values(tokens.tokens).map(({ node, rests, instance }) => ({
        ...this.titled(node),
        rests,
        instance: instance === undefined ? null : instance + 1,
      })),
      items: openItems(tokens).flatMap(({ id, node, person, dueAt }) => {
        const task = this.model.nodes[node];
        if (task?.kind !== 'user') return [];
        const who = describeCandidate(task.candidate);
        return [
          {
            id,
            ...this.titled(node),
            asked: person === null ? who : `${who}（第 ${person} 位）`,
            dueAt,
            actions: Object.entries(task.actions).map(([action, { title, vote, negative }]) => ({
              action,
              title,
              against: vote === 'against' || negative === true,
            })),
          },
        ];
      }),
      waits: Object.values(tokens.waits).map(({ id, node, kind, name, dueAt, incident }) => ({
        id,
        ...this.titled(node),
        kind,
        name: this.model.messages?.[name] ?? this.model.signals?.[name] ?? name,
        dueAt,
        errors: kind === 'job' || kind === 'call' ? this.errorsAt(node) : [],
        incident,
      })),
      countersigns: Object.entries(this.model.nodes).flatMap(([node, task]) =>
        task.kind === 'user' && isCountersign(task)
          ? [{ ...this.titled(node), signers: this.signersAt(node, task).length }]
          : [],
      ),
      steps: this.steps,
      refused,
    };
  }
}

/** From the opening through all the moves; the first that is refused ends it. */
export function playTrial(model: ProcessModel, plan: TrialPlan, facts: TrialFacts, begin: Date): Trial {
  const walk = new Walk(model, plan, facts, begin);
  try {
    walk.open();
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    return walk.show({ move: 0, why: problem.message });
  }
  for (const [index, move] of plan.moves.entries()) {
    try {
      walk.move(move);
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      return walk.show({ move: index, why: problem.message });
    }
  }
  return walk.show(null);
}
