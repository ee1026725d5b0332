/** 抄送 and 传阅: people who are to read the case; circulating asks each for a receipt. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { invalid, taskOf, type TokenVerb, unlessHeld, unlessRunning } from './verb-words.ts';

function readersVerb(verb: 'copy' | 'circulate', title: string): TokenVerb {
  return {
    title,
    needs: ['people'],
    refuses(seen) {
      const refused = unlessRunning(seen) ?? unlessHeld(seen);
      if (refused !== undefined) return refused;
      return taskOf(seen)?.verbs?.includes(verb) === true ? undefined : commonErrors.forbidden();
    },
    play(draft) {
      const people = (draft.command.target.people ?? []).flatMap(({ person }) => person ?? []);
      if (people.length === 0) throw invalid('target.people', '请选择人员');
      if (people.length > draft.facts.bounds.instances) throw invalid('target.people', '人员过多,请分批发送');
      const readers = [...new Set(people)].map((person) => ({ person, kind: verb }));
      return { title, source: `verb.${verb}`, extra: { readers } };
    },
  };
}

export const copy = readersVerb('copy', '抄送');
export const circulate = readersVerb('circulate', '传阅');
