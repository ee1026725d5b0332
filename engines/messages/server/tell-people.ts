/** Tells people by a declared template: in the app with the work's commit, and on the ways that each of them has and wants. */
import type { MessageChannel } from '../../../kernel/message.ts';
import type { WorkingCalendar } from '../../../kernel/working-time.ts';
import type { AccessService } from '../../access/index.ts';
import type { Database, Work } from '../../store/index.ts';
import type { Telling, TemplateInForce } from '../service.ts';
import { fitValues, type MessageValues, problemsOfValues, renderText } from '../template/render-text.ts';
import { findPreferences, refusableKinds } from './contact/keep-preferences.ts';
import { planDeliveries } from './delivery/plan-deliveries.ts';
import { beginLadders } from './escalation/climb-ladders.ts';
import { type NoticeSender, recipientsOf, type Told } from './send-notice.ts';
import type { Templates } from './template/keep-templates.ts';

export interface TellDeps {
  readonly access: AccessService;
  readonly templates: Templates;
  readonly notices: NoticeSender;
  readonly calendar: () => WorkingCalendar;
  readonly openChannels: (through: Database) => Promise<ReadonlySet<MessageChannel>>;
  /** Something waits to be sent. */
  readonly poke: () => void;
}

export interface TellingTo {
  readonly values: MessageValues;
  readonly link?: string | undefined;
  readonly once?: string | undefined;
  readonly about?: string | undefined;
  readonly superiors?: Telling['superiors'];
  readonly batch?: string | undefined;
}

export interface Reached {
  readonly told: readonly Told[];
  /** Refused general notices. */
  readonly refused: number;
  /** Had refused, and was told because it is an emergency. */
  readonly overridden: number;
  readonly deliveries: number;
}

/** Values are the caller's own, so a wrong one is a mistake in code. */
export function checkValues(template: TemplateInForce, values: MessageValues): void {
  const problems = problemsOfValues(template.parameters, values);
  if (problems.length > 0) throw new RangeError(`message ${template.code}: ${problems.join('; ')}`);
}

/** To these people, whom somebody else has found. */
export async function tellThese(
  deps: TellDeps,
  work: Work,
  template: TemplateInForce,
  subjects: readonly string[],
  what: TellingTo,
): Promise<Reached> {
  const refusing = refusableKinds.includes(template.kind)
    ? new Set(
        (await findPreferences(work.db, subjects, template.kind))
          .filter(({ wanted }) => !wanted)
          .map(({ subject }) => subject),
      )
    : new Set<string>();
  const emergency = template.urgency === 'emergency';
  const people = emergency ? subjects : subjects.filter((subject) => !refusing.has(subject));
  const about = what.about ?? null;
  const batch = what.batch ?? null;
  const fill = (text: string) => renderText(text, template.parameters, what.values);
  const told = await deps.notices.write(
    work,
    {
      kind: template.kind,
      title: fill(template.texts.app.title),
      body: fill(template.texts.app.body),
      ...(what.link === undefined ? {} : { link: what.link }),
      ...(what.once === undefined ? {} : { once: what.once }),
    },
    people,
    { template: template.code, version: template.version, about, batch },
  );
  const open = await deps.openChannels(work.db);
  const deliveries =
    open.size === 0
      ? 0
      : await planDeliveries(work, { template, values: what.values, told, about, batch, open });
  await beginLadders(work, deps.calendar, template, told, {
    values: what.values,
    link: what.link,
    about,
    superiors: what.superiors,
  });
  if (deliveries > 0) work.afterCommit(deps.poke);
  return {
    told,
    refused: emergency ? 0 : refusing.size,
    overridden: emergency ? refusing.size : 0,
    deliveries,
  };
}

export async function tellPeople(deps: TellDeps, work: Work, telling: Telling): Promise<void> {
  const template = await deps.templates.get(telling.template, work.db);
  const values = fitValues(template.parameters, telling.values);
  checkValues(template, values);
  const subjects = await recipientsOf(deps.access, telling.to, work);
  if (subjects.length > 0) await tellThese(deps, work, template, subjects, { ...telling, values });
}
