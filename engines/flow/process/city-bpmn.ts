/** The `city:` extension of BPMN 2.0: what an approval of a Chinese office says and the standard has no words for, as a moddle descriptor. */

/** Of the elements in foreign files that carry our words; changes with a change that old readers would misread. */
export const cityNamespace = 'urn:shuzi:city:bpmn:1';

type Kind = 'String' | 'Integer' | 'Real' | 'Boolean' | (string & {});

function attribute(name: string, type: Kind = 'String') {
  return { name, type, isAttr: true };
}

/** An attribute `city:<name>` on elements of the standard. */
function extend(name: string, targets: readonly string[], ...properties: object[]) {
  return { name, extends: targets.map((target) => `bpmn:${target}`), properties };
}

/** An element `city:<name>`, inside extensionElements or another of ours. */
function element(name: string, ...properties: object[]) {
  return { name, superClass: ['Element'], properties };
}

function many(name: string, type: string) {
  return { name, type, isMany: true };
}

const action = [
  ...['key', 'title', 'flow', 'vote', 'needs', 'sets', 'requires'].map((name) => attribute(name)),
  attribute('negative', 'Boolean'),
  attribute('automatic', 'Boolean'),
];

/**
 * For bpmn-moddle and bpmn-js. Lists of names (`needs`, `sets`, `verbs`, `returnTo`, `withdraw`) are separated by spaces.
 * Repeats of an activity use the standard's multiInstanceLoopCharacteristics, conditions its conditionExpression in FEEL.
 */
export const cityBpmn = {
  name: 'City',
  prefix: 'city',
  uri: cityNamespace,
  xml: { tagAlias: 'lowerCase' },
  types: [
    extend('End', ['EndEvent'], attribute('outcome')),
    extend('Service', ['ServiceTask'], attribute('job')),
    extend('Rule', ['BusinessRuleTask'], attribute('decision')),
    extend('Flow', ['SequenceFlow'], attribute('order', 'Integer')),
    extend('Named', ['Message', 'Signal', 'Error'], attribute('key')),
    extend('Correlated', ['MessageEventDefinition', 'SendTask', 'ReceiveTask'], attribute('caseKey')),
    extend('Repeated', ['MultiInstanceLoopCharacteristics'], attribute('over'), attribute('item')),
    element('Limit', attribute('amount', 'Real'), attribute('unit')),
    element(
      'Task',
      ...['permission', 'sign', 'verbs', 'returnTo', 'needs'].map((name) => attribute(name)),
      attribute('percent', 'Integer'),
      { name: 'candidate', type: 'Candidate' },
      many('actions', 'Action'),
      many('fields', 'Field'),
    ),
    element(
      'Candidate',
      ...['kind', 'holds', 'of', 'roster', 'people', 'units'].map((name) => attribute(name)),
    ),
    element('Action', ...action),
    element('Field', attribute('name'), attribute('right')),
    element('Output', attribute('field'), attribute('from')),
    element('Give', attribute('field'), attribute('expression')),
    element('Take', attribute('field'), attribute('expression')),
    element(
      'Process',
      attribute('version', 'Integer'),
      attribute('head'),
      attribute('withdraw'),
      many('verbs', 'Verb'),
      many('outcomes', 'Outcome'),
      many('requests', 'Request'),
      many('marks', 'Mark'),
      many('counts', 'Count'),
    ),
    element('Verb', attribute('name'), attribute('permission')),
    element('Outcome', attribute('key'), attribute('title'), attribute('reopen')),
    element('Request', attribute('kind'), attribute('title'), attribute('decide'), attribute('grantedTo')),
    element('Mark', attribute('name'), attribute('on')),
    element('Count', attribute('name'), attribute('on')),
  ],
} as const;
