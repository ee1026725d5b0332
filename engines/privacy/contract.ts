/** What private computation promises besides its service: its errors, and the shapes and words that declarations and pages share. */
import { defineContract } from '../../kernel/contract.ts';
import { privacyErrors } from './errors.ts';

export default defineContract({
  id: 'privacy',
  title: '隐私计算',
  plan: [],
  permissions: {},
  errors: privacyErrors,
  routes: {},
});

export { type KeyKind, type KeyList, keyKinds, normaliseKeys } from './match/normalise.ts';
export { confidence, epsilonUnit, type NoisyCell } from './noise/answer.ts';
export { measures, Question, questionText, resolveQuestion, Terms } from './noise/question.ts';
export { fewestParties } from './sums/party.ts';
export { checkCell, isFreeText } from './output/check-output.ts';
