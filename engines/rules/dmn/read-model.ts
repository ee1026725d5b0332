/** Reads a DMN element tree into a decision model, and refuses what the engine would not carry out. */
import { ruleErrors } from '../errors.ts';
import { findFeelType } from '../feel/feel-value.ts';
import {
  type Aggregator,
  aggregators,
  type DecisionTable,
  type HitPolicy,
  hitPolicies,
  mostColumns,
  mostRules,
} from '../table/decision-table.ts';
import type {
  BusinessKnowledge,
  Decision,
  DecisionModel,
  InputData,
  Logic,
  NamedLogic,
  Variable,
} from './decision-model.ts';
import { type Element, elementOf, elementsOf, textOf } from './moddle.ts';
import { type FindType, readTypes } from './read-types.ts';

const deepestLogic = 30;

function variableOf(element: Element, findType: FindType): Variable {
  const variable = elementOf(element, 'variable');
  const name = textOf(variable, 'name') || textOf(element, 'name');
  return { name, type: findType(textOf(variable, 'typeRef')) };
}

/** '#id' of this file; a reference into another file is an import, which is not followed. */
function refersTo(requirement: Element, property: string): readonly string[] {
  const href = textOf(elementOf(requirement, property), 'href');
  if (href === '') return [];
  if (!href.startsWith('#')) throw ruleErrors.unsupported({ reason: '引用其他文件中的决策' });
  return [href.slice(1)];
}

/** The other way round: the code of a word of the standard. */
function codeOf<K extends string>(table: Readonly<Record<K, { dmn: string }>>, word: string): K | undefined {
  return (Object.keys(table) as K[]).find((code) => table[code].dmn === word);
}

function columnType(name: string, findType: FindType): DecisionTable['inputs'][number]['type'] {
  if (name === '') return 'Any';
  const { base, list } = findType(name);
  return findFeelType(name) ?? (base === 'context' || list ? 'Any' : base);
}

function readRule(rule: Element, index: number): DecisionTable['rules'][number] {
  return {
    id: textOf(rule, 'id') || `rule-${index + 1}`,
    inputs: elementsOf(rule, 'inputEntry').map((entry) => textOf(entry, 'text')),
    outputs: elementsOf(rule, 'outputEntry').map((entry) => textOf(entry, 'text')),
    note:
      elementsOf(rule, 'annotationEntry')
        .map((entry) => textOf(entry, 'text'))
        .join('\n') || textOf(rule, 'description'),
  };
}

/** The table as data. `name` is the decision's, for an only output that has none. */
function readTable(element: Element, name: string, findType: FindType): DecisionTable {
  const outputs = elementsOf(element, 'output');
  const inputs = elementsOf(element, 'input');
  const rules = elementsOf(element, 'rule');
  if (rules.length > mostRules || inputs.length > mostColumns || outputs.length > mostColumns)
    throw ruleErrors.unsupported({ reason: `一张表超过 ${mostRules} 行或 ${mostColumns} 列` });
  const policy = textOf(element, 'hitPolicy') || 'UNIQUE';
  const aggregation = textOf(element, 'aggregation');
  return {
    hitPolicy: codeOf<HitPolicy>(hitPolicies, policy) ?? 'U',
    aggregator: codeOf<Aggregator>(aggregators, aggregation) ?? null,
    inputs: inputs.map((input, index) => {
      const expression = elementOf(input, 'inputExpression');
      return {
        id: textOf(input, 'id') || `input-${index + 1}`,
        label: textOf(input, 'label'),
        expression: textOf(expression, 'text'),
        type: columnType(textOf(expression, 'typeRef'), findType),
        values: textOf(elementOf(input, 'inputValues'), 'text'),
      };
    }),
    outputs: outputs.map((output, index) => ({
      id: textOf(output, 'id') || `output-${index + 1}`,
      name: textOf(output, 'name') || (outputs.length === 1 ? name : `output-${index + 1}`),
      type: columnType(textOf(output, 'typeRef'), findType),
      values: textOf(elementOf(output, 'outputValues'), 'text'),
      otherwise: textOf(elementOf(output, 'defaultOutputEntry'), 'text'),
    })),
    rules: rules.map(readRule),
  };
}

/** Where an output column lists no values, those of its type give the priorities. */
function prioritiesOf(element: Element, findType: FindType): readonly string[] {
  const whole = findType(textOf(element, 'typeRef'));
  const outputs = elementsOf(element, 'output');
  return outputs.map((output) => {
    const own = textOf(output, 'typeRef');
    const type = outputs.length === 1 ? whole : whole.parts?.[textOf(output, 'name')];
    return (own === '' ? type : findType(own))?.allowed ?? '';
  });
}

interface Reading {
  readonly name: string;
  readonly findType: FindType;
  readonly level: number;
}

function readFunction(element: Element, reading: Reading): Extract<Logic, { kind: 'function' }> {
  const kind = textOf(element, 'kind');
  if (kind !== '' && kind !== 'FEEL') throw ruleErrors.unsupported({ reason: 'FEEL 以外的函数(Java、PMML)' });
  const body = elementOf(element, 'body');
  return {
    kind: 'function',
    parameters: elementsOf(element, 'formalParameter').map((one) => ({
      name: textOf(one, 'name'),
      type: reading.findType(textOf(one, 'typeRef')),
    })),
    body: body === undefined ? { kind: 'literal', text: 'null' } : readLogic(body, reading),
  };
}

function named(name: string, value: Element | undefined, reading: Reading): NamedLogic {
  return { name, logic: value === undefined ? { kind: 'literal', text: 'null' } : readLogic(value, reading) };
}

const readers: Readonly<Record<string, (element: Element, reading: Reading) => Logic>> = {
  'dmn:LiteralExpression': (element) => {
    const language = textOf(element, 'expressionLanguage');
    if (language !== '' && !/feel/i.test(language))
      throw ruleErrors.unsupported({ reason: `表达式语言 ${language.slice(0, 60)}` });
    return { kind: 'literal', text: textOf(element, 'text') };
  },
  'dmn:DecisionTable': (element, { name, findType }) => ({
    kind: 'table',
    table: readTable(element, name, findType),
    priorities: prioritiesOf(element, findType),
  }),
  'dmn:Invocation': (element, reading) => ({
    kind: 'invocation',
    callee: named('', elementOf(element, 'calledFunction'), reading).logic,
    bindings: elementsOf(element, 'binding').map((one) =>
      named(textOf(elementOf(one, 'parameter'), 'name'), elementOf(one, 'bindingFormula'), reading),
    ),
  }),
  'dmn:Context': (element, reading) => ({
    kind: 'context',
    entries: elementsOf(element, 'contextEntry').map((one) =>
      named(textOf(elementOf(one, 'variable'), 'name'), elementOf(one, 'value'), reading),
    ),
  }),
  'dmn:List': (element, reading) => ({
    kind: 'list',
    items: elementsOf(element, 'elements').map((one) => readLogic(one, reading)),
  }),
  'dmn:Relation': (element, reading) => ({
    kind: 'relation',
    columns: elementsOf(element, 'column').map((one) => textOf(one, 'name')),
    rows: elementsOf(element, 'row').map((row) =>
      elementsOf(row, 'elements').map((one) => readLogic(one, reading)),
    ),
  }),
  'dmn:FunctionDefinition': readFunction,
};

function readLogic(element: Element, reading: Reading): Logic {
  if (reading.level > deepestLogic) throw ruleErrors.dmn({ reason: '表达式嵌套过深' });
  const read = Object.hasOwn(readers, element.$type) ? readers[element.$type] : undefined;
  if (read === undefined) throw ruleErrors.unsupported({ reason: element.$type.slice(0, 60) });
  return read(element, { ...reading, level: reading.level + 1 });
}

function readDecision(element: Element, findType: FindType): Decision {
  const name = textOf(element, 'name');
  const logic = elementOf(element, 'decisionLogic');
  const needs = elementsOf(element, 'informationRequirement');
  return {
    id: textOf(element, 'id'),
    name,
    variable: variableOf(element, findType),
    inputs: needs.flatMap((one) => refersTo(one, 'requiredInput')),
    decisions: needs.flatMap((one) => refersTo(one, 'requiredDecision')),
    functions: elementsOf(element, 'knowledgeRequirement').flatMap((one) =>
      refersTo(one, 'requiredKnowledge'),
    ),
    logic: logic && readLogic(logic, { name, findType, level: 0 }),
  };
}

function readKnowledge(element: Element, findType: FindType): BusinessKnowledge {
  const name = textOf(element, 'name');
  const logic = elementOf(element, 'encapsulatedLogic');
  if (logic === undefined) throw ruleErrors.dmn({ reason: `业务知识“${name.slice(0, 60)}”没有内容` });
  return {
    id: textOf(element, 'id'),
    name: variableOf(element, findType).name,
    functions: elementsOf(element, 'knowledgeRequirement').flatMap((one) =>
      refersTo(one, 'requiredKnowledge'),
    ),
    logic: readFunction(logic, { name, findType, level: 0 }),
  };
}

/** Throws rules.dmn and rules.unsupported. */
export function readModel(root: Element): DecisionModel {
  const findType = readTypes(root);
  if (elementsOf(root, 'import').length > 0) throw ruleErrors.unsupported({ reason: '引用其他文件' });
  const elements = elementsOf(root, 'drgElement');
  const ofType = (type: string) => elements.filter((one) => one.$type === type);
  if (ofType('dmn:DecisionService').length > 0) throw ruleErrors.unsupported({ reason: '决策服务' });
  const decisions = ofType('dmn:Decision').map((one) => readDecision(one, findType));
  if (decisions.length === 0) throw ruleErrors.dmn({ reason: '文件中没有决策' });
  return {
    name: textOf(root, 'name'),
    inputs: ofType('dmn:InputData').map(
      (one): InputData => ({ id: textOf(one, 'id'), variable: variableOf(one, findType) }),
    ),
    decisions,
    functions: ofType('dmn:BusinessKnowledgeModel').map((one) => readKnowledge(one, findType)),
  };
}
