/** Judges every new reading by the rules in force, inside the transaction that stores it; states live in memory and outlive a restart. */
import { sql } from 'kysely';
import { isInArea } from '../../../../kernel/area.ts';
import type { RegisterService } from '../../../registers/index.ts';
import type { Database, Store, Work } from '../../../store/index.ts';
import { qualities } from '../../quality.ts';
import { rule as ruleRegister, silence as silenceRegister } from '../../registers/rule.ts';
import { heardBy, hears, type Leaf } from '../../rule.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import type { CheckedReading } from '../ingest/check-reading.ts';
import type { Judge, Verdict } from '../ingest/take-in.ts';
import { judgeReading, judgeSilence, type RuleState, startState } from './evaluate.ts';
import { type LiveRule, liveRule, RuleSet } from './rule-set.ts';
import { Turns } from './turn.ts';
import { type Transition, writeAlarms } from './write-alarms.ts';

export interface RuleEngineDeps {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly devices: DeviceIndex;
  readonly report: (problem: unknown, where: string) => void;
}

const channel = 'telemetry.rules';
/** Says of which device nothing is to be remembered. */
const forgetting = 'telemetry.rule-states';
const mostRules = 5000;
/** Groups of devices that are judged one after another; a batch holds those of its devices until it has been committed. */
const groupCount = 16;

const nothing: Verdict = { kept: () => undefined, lost: () => undefined };

interface Silence {
  /** Null in what was kept before silences had a place: everywhere. */
  readonly area: string | null;
  readonly department: string | null;
  readonly device: string | null;
  readonly rule: string | null;
  readonly from: number;
  readonly to: number;
}

/** New states of one batch; they become the states when the batch has been committed. */
class Draft {
  readonly states = new Map<LiveRule, Map<string, RuleState>>();
  readonly transitions: Transition[] = [];

  of(rule: LiveRule, device: string): RuleState {
    return this.states.get(rule)?.get(device) ?? rule.states.get(device) ?? startState(rule.definition);
  }

  set(rule: LiveRule, device: string, state: RuleState): void {
    const mine = this.states.get(rule) ?? new Map<string, RuleState>();
    mine.set(device, state);
    this.states.set(rule, mine);
  }

  *all(): Generator<readonly [rule: LiveRule, device: string, state: RuleState]> {
    for (const [rule, states] of this.states)
      for (const [device, state] of states) yield [rule, device, state];
  }
}

async function saveStates(
  db: Database,
  rows: readonly (readonly [rule: LiveRule, device: string, state: RuleState])[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into telemetry_rule_state (rule, device, condition, state, at)
    select rule, device, condition, state::jsonb, ${now} from unnest(${rows.map(([rule]) => rule.id)}::uuid[],
      ${rows.map(([, device]) => device)}::uuid[], ${rows.map(([rule]) => rule.condition)}::text[],
      ${rows.map(([, , state]) => JSON.stringify(state))}::text[]) as given (rule, device, condition, state)
    order by rule, device
    on conflict (rule, device) do update set condition = excluded.condition, state = excluded.state, at = excluded.at`.execute(
    db,
  );
}

/** Where another condition left off nothing is known but that an alarm is open, which the new one clears or raises again. */
function inherit(rule: LiveRule, condition: string, state: RuleState): RuleState {
  return condition === rule.condition ? state : { ...startState(rule.definition), raised: state.raised };
}

export class RuleEngine implements Judge {
  readonly #deps: RuleEngineDeps;
  readonly #turns = new Turns(groupCount);
  readonly #stops: readonly (() => void)[];
  #rules = new RuleSet([]);
  #silences: readonly Silence[] = [];
  /** Changed since they were last written: what a reading moved without deciding anything. */
  readonly #unsaved = new Map<string, readonly [rule: LiveRule, device: string]>();

  constructor(deps: RuleEngineDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.store.onAnnounce(channel, () => {
        void this.load().catch((problem: unknown) => deps.report(problem, channel));
      }),
      deps.store.onAnnounce(forgetting, (device) => {
        void this.#forget(device).catch((problem: unknown) => deps.report(problem, forgetting));
      }),
    ];
  }

  /** Tells every process to read the rules and silences anew. */
  changed(): void {
    void this.#deps.store.announce(channel, '').catch(() => undefined);
  }

  /** Reads rules, silences and kept states; a rule whose condition is the same goes on where it is. */
  async load(): Promise<void> {
    const { store, registers } = this.#deps;
    const end = await this.#turns.takeAll();
    try {
      const rows = await registers.of(ruleRegister).trusted.findMany(store.db, {
        filter: { field: 'enabled', is: 'equal', value: true },
        limit: mostRules,
      });
      const rules = rows.flatMap((row) => liveRule(row) ?? []);
      const kept = await sql<{ rule: string; device: string; condition: string; state: RuleState }>`
        select rule, device, condition, state from telemetry_rule_state where rule = any(${rules.map((each) => each.id)}::uuid[])`.execute(
        store.db,
      );
      const next = new RuleSet(rules);
      for (const { rule, device, condition, state } of kept.rows) {
        const live = next.rules.get(rule);
        live?.states.set(device, inherit(live, condition, state));
      }
      for (const before of this.#rules.rules.values()) {
        const same = next.rules.get(before.id);
        if (same === undefined) continue;
        for (const [device, state] of before.states)
          same.states.set(device, inherit(same, before.condition, state));
      }
      this.#rules = next;
      const now = store.clock.now();
      const silences = await registers.of(silenceRegister).trusted.findMany(store.db, {
        filter: {
          all: [
            { field: 'to', is: 'more', value: now.toISOString() },
            { field: 'state', is: 'equal', value: 'active' },
          ],
        },
        limit: mostRules,
      });
      this.#silences = silences.map(({ area, department, device, rule, from, to }) => ({
        area: area ?? null,
        department,
        device,
        rule,
        from: Date.parse(from),
        to: Date.parse(to),
      }));
    } finally {
      end();
    }
  }

  isInForce(rule: string): boolean {
    return this.#rules.rules.has(rule);
  }

  #isSilenced(rule: LiveRule, device: string, at: number): boolean {
    const { area, departments } = this.#deps.devices.peek(device)?.governed ?? {};
    return this.#silences.some(
      (each) =>
        (each.area === null || (area !== undefined && isInArea(area, each.area))) &&
        (each.department === null || departments?.includes(each.department) === true) &&
        (each.device === null || each.device === device) &&
        (each.rule === null || each.rule === rule.id) &&
        each.from <= at &&
        at < each.to,
    );
  }

  /** The turns of all that these readings speak of, by the rules as they are when the turn has come. */
  async #takeTurns(fresh: readonly CheckedReading[]): Promise<() => void> {
    for (;;) {
      const rules = this.#rules;
      const groups = new Set<number>();
      for (const reading of fresh)
        for (const [, about] of rules.listeners(reading)) groups.add(this.#turns.groupOf(about));
      const end = await this.#turns.take(groups);
      if (rules === this.#rules) return end;
      end();
    }
  }

  /** From here to the end of the transaction nothing else is judged of these devices; a failure in between ends the turn as well. */
  async judge(work: Work, fresh: readonly CheckedReading[]): Promise<Verdict> {
    if (this.#rules.rules.size === 0) return nothing;
    const end = await this.#takeTurns(fresh);
    const draft = new Draft();
    try {
      // Those that were changed while the batch waited for its turn are read anew, or their alarms would be passed over.
      await this.#deps.devices.load(this.#rules.spokenOf(fresh));
      for (const reading of fresh.toSorted((a, b) => a.at - b.at)) this.#judgeOne(draft, reading);
      await this.#write(work, draft);
    } catch (problem) {
      end();
      throw problem;
    }
    return {
      kept: () => {
        this.#keep(draft);
        end();
      },
      lost: end,
    };
  }

  #judgeOne(draft: Draft, reading: CheckedReading): void {
    const { value, at, receivedAt, device, property } = reading;
    if (value === null || !qualities[reading.quality].valid) return;
    for (const [rule, about] of this.#rules.listeners(reading)) {
      try {
        const { name } = property.spec;
        const isOf = (leaf: Leaf) => (leaf.device ?? about) === device.id && hears(leaf, name);
        const before = draft.of(rule, about);
        const position = this.#deps.devices.peek(about)?.position ?? null;
        const judged = judgeReading(rule.definition, before, isOf, {
          property: name,
          at,
          receivedAt,
          value,
          position,
        });
        // History that comes late moves nothing, and is not written either.
        if (judged.state === before) continue;
        this.#note(draft, rule, about, judged, { at, from: device.id, property: name, value });
      } catch (problem) {
        // One rule that cannot judge must not keep readings from being stored.
        this.#deps.report(problem, `telemetry.rule ${rule.id}`);
      }
    }
  }

  #note(
    draft: Draft,
    rule: LiveRule,
    about: string,
    { state, change }: ReturnType<typeof judgeReading>,
    seen: Pick<Transition, 'at' | 'from' | 'property' | 'value'>,
  ): void {
    const device = change === undefined ? undefined : this.#deps.devices.peek(about);
    if (change === 'raised' && this.#isSilenced(rule, about, seen.at)) {
      // Not raised, so that it raises when the silence is over and it is still so.
      draft.set(rule, about, { ...state, raised: false });
      return;
    }
    draft.set(rule, about, state);
    if (change !== undefined && device !== undefined)
      draft.transitions.push({
        rule,
        device,
        change,
        state,
        ...seen,
        other: (id) => this.#deps.devices.peek(id),
      });
  }

  /** What decides is written with the batch; what only moved is written now and then. */
  async #write(work: Work, draft: Draft): Promise<void> {
    const decided = [...draft.all()].filter(([rule, device, state]) => {
      const before = rule.states.get(device);
      return before?.on !== state.on || before.raised !== state.raised;
    });
    await saveStates(work.db, decided, work.now);
    await writeAlarms(this.#deps.registers, work, draft.transitions);
  }

  #keep(draft: Draft): void {
    for (const [rule, device, state] of draft.all()) {
      rule.states.set(device, state);
      this.#unsaved.set(`${rule.id}/${device}`, [rule, device]);
    }
  }

  /** Writes moved states, and raises what only the clock can see; one group of devices after another, while the others are judged on. */
  async tick(): Promise<void> {
    for (let group = 0; group < this.#turns.groups; group += 1) {
      const end = await this.#turns.take([group]);
      try {
        await this.#tickOf(group);
      } finally {
        end();
      }
    }
  }

  async #tickOf(group: number): Promise<void> {
    const { store } = this.#deps;
    const draft = await this.#silent(group, store.clock.now().getTime());
    const moved = [...this.#unsaved].flatMap(([key, [rule, device]]) => {
      const state = this.#turns.groupOf(device) === group ? rule.states.get(device) : undefined;
      return state === undefined ? [] : [{ key, row: [rule, device, state] as const }];
    });
    if (moved.length === 0 && draft.states.size === 0) return;
    await store.transaction(async (work) => {
      await saveStates(
        work.db,
        moved.map(({ row }) => row),
        work.now,
      );
      await this.#write(work, draft);
    });
    // Only now, or what a failed transaction did not write would never be written.
    for (const { key } of moved) this.#unsaved.delete(key);
    for (const [rule, device, state] of draft.all()) rule.states.set(device, state);
  }

  /** What has become true at `now` because nothing came in. */
  async #silent(group: number, now: number): Promise<Draft> {
    const draft = new Draft();
    for (const rule of this.#rules.rules.values()) {
      const { leaves } = rule.definition.condition;
      const clocked = leaves.find(({ kind }) => kind === 'absence' || kind === 'event');
      const [property = ''] = clocked === undefined ? [] : heardBy(clocked);
      if (clocked === undefined) continue;
      const mine = [...rule.states].filter(([device]) => this.#turns.groupOf(device) === group);
      await this.#deps.devices.load(mine.map(([device]) => device));
      for (const [device, state] of mine) {
        const judged = judgeSilence(rule.definition, state, now);
        if (judged.state === state) continue;
        this.#note(draft, rule, device, judged, { at: now, from: device, property, value: null });
      }
    }
    return draft;
  }

  /** A device that is out of use: what was gathered of it is forgotten with the commit, and its alarm rises anew should it come back. */
  async forget(work: Work, device: string): Promise<void> {
    await sql`delete from telemetry_rule_state where device = ${device}`.execute(work.db);
    work.afterCommit(() => {
      void this.#forget(device).catch((problem: unknown) => this.#deps.report(problem, forgetting));
      void this.#deps.store.announce(forgetting, device).catch(() => undefined);
    });
  }

  async #forget(device: string): Promise<void> {
    const end = await this.#turns.take([this.#turns.groupOf(device)]);
    for (const rule of this.#rules.rules.values()) {
      rule.states.delete(device);
      this.#unsaved.delete(`${rule.id}/${device}`);
    }
    end();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
