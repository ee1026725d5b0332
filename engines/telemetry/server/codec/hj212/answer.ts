/** The answers of HJ 212 and the requests that the centre makes (HJ 212-2017). */
import { findCommand, interaction } from './commands.ts';
import { flagOf, type Hj212Message, wantsAnswer } from './message.ts';

function answer(to: Hj212Message, command: string, content: Hj212Message['content']): Hj212Message {
  return {
    ...(to.requestNumber === undefined ? {} : { requestNumber: to.requestNumber }),
    systemCode: interaction,
    command,
    password: to.password,
    device: to.device,
    flag: flagOf({}),
    content,
  };
}

/** What the centre sends back once the message is stored: 9014 for data, 9013 for a notice, nothing when no answer is wanted. */
export function answerTo(message: Hj212Message): Hj212Message | undefined {
  if (!wantsAnswer(message)) return undefined;
  const kind = findCommand(message.command)?.upward;
  if (kind === 'data') return answer(message, '9014', []);
  return kind === 'notice' ? answer(message, '9013', []) : undefined;
}

/** 9011, by which the field says whether it will carry out a request; `result` is a QnRtn. */
export function requestAnswer(to: Hj212Message, result: string): Hj212Message {
  return answer(to, '9011', [[['QnRtn', result]]]);
}

/** 9012, by which the field says how a request ended; `result` is an ExeRtn. */
export function executionAnswer(to: Hj212Message, result: string): Hj212Message {
  return answer(to, '9012', [[['ExeRtn', result]]]);
}

export interface Hj212Request {
  readonly requestNumber: string;
  readonly systemCode: string;
  readonly command: string;
  readonly password: string;
  readonly device: string;
  /** Each pair stands in a group of its own: 'BeginTime=…;EndTime=…'. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

/** A request of the centre, which always wants an answer (the A bit). */
export function requestOf(request: Hj212Request): Hj212Message {
  const { parameters = [], ...fields } = request;
  return { ...fields, flag: flagOf({ answer: true }), content: parameters.map((pair) => [pair]) };
}
